package main

import (
	"sync"
	"testing"

	"python-pipeline/ci/revision"
)

// The services of an app are described at the same time.
func TestRevisionIsReadOnce(t *testing.T) {
	t.Parallel()
	var o origins
	reads := map[string]int{}
	var wait sync.WaitGroup
	for range 10 {
		wait.Go(func() {
			for _, folder := range []string{"shop", "api"} {
				got := o.of(folder, func() revision.Revision {
					reads[folder]++
					return revision.Revision{Commit: folder}
				})
				if got.Commit != folder {
					t.Errorf("%s: got %+v", folder, got)
				}
			}
		})
	}
	wait.Wait()
	for _, folder := range []string{"shop", "api"} {
		if reads[folder] != 1 {
			t.Errorf("%s: read %d times", folder, reads[folder])
		}
	}
}
