package plan

import (
	"strings"
	"testing"
)

func TestPythonImages(t *testing.T) {
	t.Parallel()
	few := []string{"3.13", "3.11", "3.14"}
	for name, test := range map[string]struct {
		pythons []string
		source  files
		decided string
		failure string
	}{
		"the default":                 {few, files{}, "3.11 | the default", ""},
		"the next after the default":  {[]string{"3.10", "3.13", "3.14"}, files{}, "3.13 | the default, as there is no base image for 3.11 here", ""},
		"only older than the default": {[]string{"3.9", "3.10"}, files{}, "3.10 | the default, as there is no base image for 3.11 here", ""},
		"newest of a range":           {[]string{"3.11", "3.13"}, requires(">=3.10"), `3.13 | requires-python ">=3.10" in pyproject.toml`, ""},
		"below one without an image":  {few, requires(">=3.10,<3.13"), `3.11 | requires-python ">=3.10,<3.13" in pyproject.toml`, ""},
		"no image in the range": {few, requires("==3.12.*"), "",
			`python 3.12 (requires-python "==3.12.*" in pyproject.toml): there is no base image for it here; there are 3.11, 3.13, 3.14; the app accepts none of them; declare another version, or build where the official images are`},
		"two versions in the range": {few, requires("<3.11,>=3.9"), "", `python 3.9 or 3.10 (requires-python "<3.11,>=3.9" in pyproject.toml): there is no base image`},
		"a declared version": {few, files{".python-version": "3.12", "pyproject.toml": "[project]\nrequires-python = \">=3.12\"\n"}, "",
			"python 3.12 (.python-version): there is no base image for it here; there are 3.11, 3.13, 3.14; the app accepts 3.13 and 3.14 of them"},
		"a declared version, any accepted": {few, files{".python-version": "3.12"}, "", "the app accepts each of them"},
		"a range of the future":            {few, requires(">=3.15"), "", `requires-python ">=3.15" accepts none of 3.11, 3.13, 3.14; change it`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, err := Read(tested(app(test.source)).fs(), Options{Pythons: test.pythons})
			switch {
			case test.failure != "":
				if err == nil || !strings.Contains(err.Error(), test.failure) {
					t.Errorf("error %v; want %s", err, test.failure)
				}
			case err != nil:
				t.Error(err)
			case decision(plan, "python") != test.decided:
				t.Errorf("decided %q; want %q", decision(plan, "python"), test.decided)
			}
		})
	}
}

func TestCheckPythons(t *testing.T) {
	t.Parallel()
	if err := CheckPythons([]string{"3.11", "3.14"}); err != nil {
		t.Error(err)
	}
	for _, wrong := range []string{"3.8", "3.99", "3.11.4", ""} {
		if err := CheckPythons([]string{"3.11", wrong}); err == nil {
			t.Errorf("%q is accepted", wrong)
		}
	}
}
