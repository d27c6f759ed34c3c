package engine

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"python-pipeline/ci/config"
)

func TestPythonsOf(t *testing.T) {
	t.Parallel()
	got := pythonsOf([]string{"python:3.13-slim-trixie", "postgres:17-trixie", "python:3.13-trixie", "python:3.11-bookworm", "busybox:1.37"})
	if diff := cmp.Diff([]string{"3.11", "3.13"}, got); diff != "" {
		t.Error(diff)
	}
}

// The images of an engine that is not the embedded one are the official ones, and so are those without stand-ins.
func TestOfficialImagesHaveEveryPython(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]config.Config{
		"Docker":       {Engine: config.EngineDocker, StandIns: config.StandInsAlways},
		"a session":    {Engine: config.EngineAuto, StandIns: config.StandInsAlways, DaggerSessionPort: 1},
		"no stand-ins": {Engine: config.EngineEmbedded, StandIns: config.StandInsNever},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.CacheDir = t.TempDir()
			if got := Pythons(t.Context(), &c); got != nil {
				t.Errorf("got %v", got)
			}
		})
	}
}
