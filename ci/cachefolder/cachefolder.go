// Package cachefolder makes the folder of what is kept between runs. Some of it
// is run as root and some decides what is published, so no other user may change
// it.
package cachefolder

import (
	"fmt"
	"os"
)

const advice = "set PIPELINE_CACHE_DIR to a folder of your own"

// Create makes the folder for its owner alone, unless it is there. One that
// other users can write is refused: they could replace what is in it.
func Create(path string) error {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return fmt.Errorf("cache folder: %w; %s", err, advice)
	}
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("cache folder: %w; %s", err, advice)
	}
	if why := openToOthers(info); why != "" {
		return fmt.Errorf("cache folder %s: %s; %s", path, why, advice)
	}
	return nil
}

// CreatePart makes a folder in it that its owner alone reaches, and closes one
// that is there to others.
func CreatePart(path string) error {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return fmt.Errorf("cache folder: %w; %s", err, advice)
	}
	info, err := os.Stat(path) // it may be a link to a larger disk
	if err == nil && !info.IsDir() {
		err = fmt.Errorf("%s is not a folder", path)
	}
	if err == nil && info.Mode().Perm() != 0o700 {
		err = os.Chmod(path, 0o700)
	}
	if err != nil {
		return fmt.Errorf("cache folder: %w; %s", err, advice)
	}
	return nil
}
