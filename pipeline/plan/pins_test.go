package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// warningsOf are all warnings, while read leaves some out.
func warningsOf(t *testing.T, source files) []string {
	t.Helper()
	plan, err := Read(source.fs(), Options{Name: "shop"})
	if err != nil {
		t.Fatal(err)
	}
	return plan.Warnings
}

const requireLock = "[tool.python-pipeline]\nrequire-lock = true\n"

func TestPins(t *testing.T) {
	t.Parallel()
	const dependencies = "[project]\nname = \"shop\"\nversion = \"1\"\ndependencies = [\"lark\"]\n"
	for _, test := range []struct {
		name   string
		source files
		warns  string // "" for a plan without a warning
		fails  string // with the key require-lock; "" for a plan
	}{
		{"pinned requirements", app(files{"requirements.txt": "lark==1.2.2\n"}), "", ""},
		{"no requirements", app(nil), "", ""},
		{"a loose requirement", app(files{"requirements.txt": "lark==1.2.2\nidna\n"}),
			"requirements.txt: line 2: idna is not pinned, so each build may install another version; write it like name==1.2.3, or lock all packages, such as by uv pip compile",
			"requirements.txt: line 2: idna is not pinned, but require-lock is set; write it like name==1.2.3, or lock all packages, such as by uv pip compile"},
		{"loose requirements of an included file", app(files{"requirements.txt": "-r base.txt\nlark==1.2.2\n", "base.txt": "idna>=3\nsix\n"}),
			"2 requirements are not pinned, so each build may install other versions; the first is idna (base.txt: line 1); write them like name==1.2.3, or lock all packages, such as by uv pip compile",
			"base.txt: line 1: idna is not pinned, but require-lock is set"},
		{"loose requirements of the tests", app(files{"requirements.txt": "lark==1.2.2\n", "requirements-dev.txt": "pytest\n"}), "",
			"requirements-dev.txt: line 1: pytest is not pinned, but require-lock is set"},
		{"the app alone", app(files{"requirements.txt": "-e .\n", "setup.py": "setup(install_requires=['lark'])\n"}),
			"requirements.txt: line 1: nothing pins what the app's wheel asks for: it is resolved anew on each build; list the packages with their versions beside it, such as by uv pip compile",
			"requirements.txt: line 1: require-lock is set, but nothing pins what the app's wheel asks for"},
		{"a project", files{"pyproject.toml": dependencies, "app.py": ""},
			"nothing pins the packages: pyproject.toml is resolved anew on each build; lock it: uv lock",
			"require-lock is set, but nothing pins the packages: pyproject.toml is resolved anew on each build; lock it: uv lock"},
		{"a project without dependencies", files{"pyproject.toml": "[project]\nname = \"shop\"\n", "app.py": ""}, "", ""},
		{"setup.py", files{"setup.py": "setup(install_requires=['lark'])\n", "app.py": ""},
			"nothing pins the packages: setup.py is resolved anew on each build; lock it: uv pip compile --generate-hashes setup.py --output-file requirements.txt",
			"require-lock is set, but nothing pins the packages: setup.py"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			source := tested(test.source)
			var want []string
			if test.warns != "" {
				want = []string{test.warns}
			}
			if diff := cmp.Diff(want, warningsOf(t, source)); diff != "" {
				t.Errorf("warnings differ (-want +got):\n%s", diff)
			}
			source["pyproject.toml"] += requireLock
			if test.fails != "" {
				fails(t, source, test.fails)
			} else {
				read(t, source)
			}
		})
	}
}
