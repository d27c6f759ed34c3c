package config

import (
	"fmt"
	"os"
	"path/filepath"
)

// setPaths makes absolute the paths that processes with another working folder read: the engine, compilers, Dagger's client.
// Relative paths are below base, like those of PIPELINE_APPS and PIPELINE_DIST, whatever the working folder is.
func setPaths(c *Config, base string) error {
	if c.CacheDir == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return fmt.Errorf("PIPELINE_CACHE_DIR: the user's cache folder is unknown: %w; set PIPELINE_CACHE_DIR to a folder", err)
		}
		c.CacheDir = filepath.Join(user, "python-pipeline")
	}
	base, err := filepath.Abs(base)
	if err != nil {
		return fmt.Errorf("working folder: %w; change to a folder that exists", err)
	}
	for _, path := range []*string{&c.CacheDir, &c.SSLCertFile, &c.TrivyIgnorefile} {
		if *path != "" {
			*path = below(base, *path)
		}
	}
	// A value that is not a folder is the reference of an artifact.
	folder := below(base, c.TrivyDB)
	if info, err := os.Stat(folder); c.TrivyDB != "" && err == nil && info.IsDir() {
		c.TrivyDB = folder
	}
	return nil
}

func below(base, path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(base, path)
}
