// Package cachefolder makes the folder of files that are kept between runs. Some of them are run as root and some
// decide what is published, so no other user may change them.
package cachefolder

import (
	"fmt"
	"os"
)

const advice = "set PIPELINE_CACHE_DIR to a folder of your own"

// Create makes the folder, for its owner alone, unless it exists. A folder that
// other users can write is an error: they could replace its files.
func Create(path string) error {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return fmt.Errorf("cache folder: %w; %s", err, advice)
	}
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("cache folder: %w; %s", err, advice)
	}
	if problem := openToOthers(info); problem != "" {
		return fmt.Errorf("cache folder %s: %s; %s", path, problem, advice)
	}
	return nil
}

// CreatePart makes a folder inside the cache folder that only its owner can
// reach. A folder that exists is closed to others.
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
