package plan

import (
	"testing"

	"dagger/python-pipeline/lock"
)

// What .dockerignore leaves out of the image is read nevertheless.
func TestIgnoredLock(t *testing.T) {
	t.Parallel()
	for kind, locked := range lockedApps {
		source := app(files{"": "", ".dockerignore": "*\n!app.py\n"})
		for name, text := range locked {
			if name != "pyproject.toml" {
				source[name] = text
			}
		}
		if plan := read(t, source); plan.LockKind != kind || len(plan.Packages) != 1 {
			t.Errorf("%s: kind %q with %d packages", kind, plan.LockKind, len(plan.Packages))
		}
	}
	plan := read(t, app(files{".dockerignore": "libs\nrequirements.txt\n", "requirements.txt": "./libs/core\n", "libs/core/setup.py": "", "app.py": ""}))
	if len(plan.Locals) != 1 {
		t.Errorf("packages from folders: %v, want one", plan.Locals)
	}
}

// Two locks need not say the same; the order of the formats decides, and the plan says so.
func TestTwoLocks(t *testing.T) {
	t.Parallel()
	source := app(files{"": "", "requirements.txt": "flask==1.0\n"})
	for _, kind := range []lock.Kind{lock.PDM, lock.Poetry} {
		for name, text := range lockedApps[kind] {
			if name != "pyproject.toml" {
				source[name] = text
			}
		}
	}
	if got := decision(read(t, source), "lock"); got != "poetry.lock (not read: pdm.lock, requirements files) | poetry.lock" {
		t.Errorf("lock: %s", got)
	}
	source["pyproject.toml"] = "[tool.python-pipeline]\nlock = \"pdm.lock\"\n"
	if got := decision(read(t, source), "lock"); got != `pdm.lock (not read: poetry.lock, requirements files) | the key "lock"` {
		t.Errorf("lock: %s", got)
	}
}
