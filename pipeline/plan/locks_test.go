package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/lock"
)

// lockedApps have the same app in each format: it needs gunicorn, and its tests pytest.
var lockedApps = map[lock.Kind]files{
	lock.UV: {
		"pyproject.toml": "[project]\nname = \"shop\"\nversion = \"1\"\nrequires-python = \">=3.11,<3.13\"\n",
		"uv.lock": `version = 1
requires-python = ">=3.11, <3.13"
[[package]]
name = "shop"
source = { virtual = "." }
dependencies = [{ name = "gunicorn" }]
dev-dependencies = { dev = [{ name = "pytest" }], docs = [{ name = "sphinx" }] }
[[package]]
name = "gunicorn"
version = "23.0"
source = { registry = "https://packages.acme.example/simple" }
wheels = [{ hash = "sha256:00" }]
[[package]]
name = "pytest"
version = "8.3"
source = { registry = "https://packages.acme.example/simple" }
wheels = [{ hash = "sha256:00" }]
[[package]]
name = "sphinx"
version = "8.0"
source = { registry = "https://packages.acme.example/simple" }
wheels = [{ hash = "sha256:00" }]
`,
	},
	lock.Poetry: {
		"pyproject.toml": "[tool.poetry]\nname = \"shop\"\n[tool.poetry.group.test.dependencies]\n[tool.poetry.group.docs.dependencies]\n",
		"poetry.lock": `[metadata]
lock-version = "2.1"
python-versions = "^3.11,<3.13"
[[package]]
name = "gunicorn"
version = "23.0"
groups = ["main"]
files = [{ hash = "sha256:00" }]
[[package]]
name = "pytest"
version = "8.3"
groups = ["test"]
files = [{ hash = "sha256:00" }]
[[package]]
name = "sphinx"
version = "8.0"
groups = ["docs"]
files = [{ hash = "sha256:00" }]
`,
	},
	lock.PDM: {
		"pyproject.toml": "[project]\nname = \"shop\"\nrequires-python = \">=3.11\"\n[[tool.pdm.source]]\nname = \"acme\"\nurl = \"https://packages.acme.example/simple\"\n",
		"pdm.lock": `[metadata]
groups = ["default", "docs", "test"]
strategy = ["inherit_metadata"]
[[package]]
name = "gunicorn"
version = "23.0"
groups = ["default"]
files = [{ hash = "sha256:00" }]
[[package]]
name = "pytest"
version = "8.3"
groups = ["test"]
files = [{ hash = "sha256:00" }]
[[package]]
name = "sphinx"
version = "8.0"
groups = ["docs"]
files = [{ hash = "sha256:00" }]
`,
	},
	lock.Pylock: {
		"pylock.toml": `lock-version = "1.0"
requires-python = ">=3.11"
dependency-groups = ["docs", "test"]
default-groups = ["default"]
[[packages]]
name = "gunicorn"
version = "23.0"
marker = "'default' in dependency_groups"
index = "https://packages.acme.example/simple"
wheels = [{ hashes = { sha256 = "00" } }]
[[packages]]
name = "pytest"
version = "8.3"
marker = "'test' in dependency_groups"
wheels = [{ hashes = { sha256 = "00" } }]
[[packages]]
name = "sphinx"
version = "8.0"
marker = "'docs' in dependency_groups"
wheels = [{ hashes = { sha256 = "00" } }]
`,
	},
}

func TestLockedApps(t *testing.T) {
	t.Parallel()
	for kind, want := range map[lock.Kind]struct {
		plan      Plan
		decisions map[string]string
		warnings  []string
		upgrade   string
	}{
		lock.UV: {
			plan: Plan{
				Lock: "uv.lock", Inputs: []string{"pyproject.toml", "uv.lock"}, DevGroups: []string{"dev"},
				Packages: []Package{{"gunicorn", "uv.lock", 8}}, DevPackages: []Package{{"pytest", "uv.lock", 13}},
			},
			decisions: map[string]string{
				"python":           `3.12 | requires-python ">=3.11, <3.13" in uv.lock`,
				"lock":             "uv.lock (not read: requirements files) | uv.lock",
				"requirements":     "1 package, hashed | uv.lock",
				"dev-requirements": "1 package, hashed | group dev in uv.lock",
				"tests":            "python -m pytest | uv.lock: line 13",
			},
			warnings: []string{"uv.lock: its own source https://packages.acme.example/simple is not used, only the default index; name it in PIP_INDEX_URL or the key index-url, or in PIP_EXTRA_INDEX_URL or extra-index-urls if the default one is needed too; credentials belong in the variables"},
			upgrade:  "run `uv lock --upgrade-package gunicorn` and build again",
		},
		lock.Poetry: {
			plan: Plan{
				Lock: "poetry.lock", Inputs: []string{"pyproject.toml", "poetry.lock"}, DevGroups: []string{"test"},
				Packages: []Package{{"gunicorn", "poetry.lock", 4}}, DevPackages: []Package{{"pytest", "poetry.lock", 9}},
			},
			decisions: map[string]string{
				"python":           `3.12 | requires-python ">=3.11,<4,<3.13" in poetry.lock`,
				"lock":             "poetry.lock (not read: requirements files) | poetry.lock",
				"requirements":     "1 package, hashed | group main in poetry.lock",
				"dev-requirements": "1 package, hashed | group test in poetry.lock",
				"tests":            "python -m pytest | poetry.lock: line 9",
			},
			upgrade: "run `poetry update gunicorn` and build again",
		},
		lock.PDM: {
			plan: Plan{
				Lock: "pdm.lock", Inputs: []string{"pyproject.toml", "pdm.lock"}, DevGroups: []string{"test"},
				Packages: []Package{{"gunicorn", "pdm.lock", 4}}, DevPackages: []Package{{"pytest", "pdm.lock", 9}},
			},
			decisions: map[string]string{
				"python":           `3.14 | requires-python ">=3.11" in pyproject.toml`,
				"lock":             "pdm.lock (not read: requirements files) | pdm.lock",
				"requirements":     "1 package, hashed | group default in pdm.lock",
				"dev-requirements": "1 package, hashed | group test in pdm.lock",
				"tests":            "python -m pytest | pdm.lock: line 9",
			},
			warnings: []string{"pyproject.toml: its own source acme (https://packages.acme.example/simple) is not used, only the default index; name it in PIP_INDEX_URL or the key index-url, or in PIP_EXTRA_INDEX_URL or extra-index-urls if the default one is needed too; credentials belong in the variables"},
			upgrade:  "run `pdm update gunicorn` and build again",
		},
		lock.Pylock: {
			plan: Plan{
				Lock: "pylock.toml", Inputs: []string{"pylock.toml"}, DevGroups: []string{"test"},
				Packages: []Package{{"gunicorn", "pylock.toml", 5}}, DevPackages: []Package{{"pytest", "pylock.toml", 11}},
			},
			decisions: map[string]string{
				"python":           `3.14 | requires-python ">=3.11" in pylock.toml`,
				"lock":             "pylock.toml (not read: requirements files) | pylock.toml",
				"requirements":     "1 package, hashed | pylock.toml",
				"dev-requirements": "1 package, hashed | group test in pylock.toml",
				"tests":            "python -m pytest | pylock.toml: line 11",
			},
			warnings: []string{"pylock.toml: its own source https://packages.acme.example/simple is not used, only the default index; name it in PIP_INDEX_URL or the key index-url, or in PIP_EXTRA_INDEX_URL or extra-index-urls if the default one is needed too; credentials belong in the variables"},
			upgrade:  "lock gunicorn==24.0, with the tool that wrote pylock.toml, and build again",
		},
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			source := files{"requirements.txt": "flask\n", "Procfile": "web: gunicorn app\n", "app.py": ""}
			for name, text := range lockedApps[kind] {
				source[name] = text
			}
			plan := read(t, tested(source))
			want.plan.LockKind, want.plan.Hashed, want.plan.DevHashed = kind, true, true
			want.plan.Requirements, want.plan.DevRequirements = []string{"requirements.txt"}, []string{"requirements-dev.txt"}
			want.plan.DevInputs = want.plan.Inputs
			got := Plan{
				LockKind: plan.LockKind, Lock: plan.Lock,
				Requirements: plan.Requirements, Inputs: plan.Inputs, Packages: plan.Packages, Hashed: plan.Hashed,
				DevRequirements: plan.DevRequirements, DevInputs: plan.DevInputs, DevPackages: plan.DevPackages, DevHashed: plan.DevHashed, DevGroups: plan.DevGroups,
			}
			if diff := cmp.Diff(want.plan, got); diff != "" {
				t.Errorf("plan differs (-want +got):\n%s", diff)
			}
			for what, want := range want.decisions {
				if got := decision(plan, what); got != want {
					t.Errorf("%s: %q, want %q", what, got, want)
				}
			}
			if diff := cmp.Diff(want.warnings, plan.Warnings); diff != "" {
				t.Errorf("warnings differ (-want +got):\n%s", diff)
			}
			if got := plan.Upgrade("gunicorn", "24.0"); got != want.upgrade {
				t.Errorf("upgrade: %q, want %q", got, want.upgrade)
			}
		})
	}
}

func TestLockForAnotherPython(t *testing.T) {
	t.Parallel()
	for kind, says := range map[lock.Kind]string{
		lock.UV:     "uv.lock is for Python >=3.11, <3.13, but python is 3.9 (.python-version); choose another version, or lock for this one",
		lock.Poetry: "poetry.lock is for Python >=3.11,<4,<3.13, but python is 3.9 (.python-version)",
		lock.Pylock: "pylock.toml is for Python >=3.11, but python is 3.9 (.python-version)",
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			source := files{".python-version": "3.9\n", "app.py": ""}
			for name, text := range lockedApps[kind] {
				source[name] = text
			}
			fails(t, source, says)
		})
	}
}
