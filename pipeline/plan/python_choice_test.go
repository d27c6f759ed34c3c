package plan

import (
	"strings"
	"testing"
)

// lockedFor is an app with a uv.lock that has these packages, the first in line 9: each is
// a name and the names of its files, without what all wheels have in common.
func lockedFor(requires string, packages ...[]string) files {
	text, dependencies := "", ""
	for _, p := range packages {
		name, wheels, sdist := p[0], "", ""
		for _, file := range p[1:] {
			if file == "source" {
				sdist = `sdist = { url = "/` + name + `-1.0.tar.gz", hash = "sha256:00" }` + "\n"
				continue
			}
			wheels += `{ url = "/` + name + "-1.0-" + file + `-manylinux_2_28_x86_64.whl", hash = "sha256:00" }, `
		}
		dependencies += `{ name = "` + name + `" }, `
		text += "[[package]]\nname = \"" + name + "\"\nversion = \"1.0\"\nsource = { registry = \"https://packages.acme.example/simple\" }\nwheels = [" + wheels + "]\n" + sdist
	}
	return files{
		"app.py":         "print(1)\n",
		"pyproject.toml": "[project]\nname = \"shop\"\nversion = \"1\"\n[tool.python-pipeline]\nindex-url = \"https://packages.acme.example/simple\"\n",
		"uv.lock": "version = 1\nrequires-python = \"" + requires + "\"\n\n[[package]]\nname = \"shop\"\nversion = \"1\"\nsource = { virtual = \".\" }\ndependencies = [" + dependencies + "]\n" +
			text,
	}
}

func TestPythonOfPackages(t *testing.T) {
	t.Parallel()
	few := []string{"3.11", "3.13", "3.14"}
	numpy := func(wheels ...string) []string { return append([]string{"numpy"}, wheels...) }
	for name, test := range map[string]struct {
		source  files
		decided string
		failure string
	}{
		"wheels for all": {lockedFor(">=3.11", numpy("cp39-abi3")), `3.14 | requires-python ">=3.11" in uv.lock`, ""},
		"only 3.11 can install it": {lockedFor(">=3.11", numpy("cp311-cp311")),
			`3.11 | requires-python ">=3.11" in uv.lock; 3.14 not: numpy 1.0 (uv.lock: line 9) has no wheel for it, and no source`, ""},
		"only 3.13 can install it": {lockedFor(">=3.11", numpy("cp312-cp312", "cp313-cp313")),
			`3.13 | requires-python ">=3.11" in uv.lock; 3.14 not: numpy 1.0 (uv.lock: line 9) has no wheel for it, and no source`, ""},
		"the newest would compile it": {lockedFor(">=3.11", numpy("source", "cp313-cp313")),
			`3.13 | requires-python ">=3.11" in uv.lock; 3.14 not: numpy 1.0 (uv.lock: line 9) has no wheel for it`, ""},
		"each compiles it": {lockedFor(">=3.11", numpy("source")), `3.14 | requires-python ">=3.11" in uv.lock`, ""},
		"each compiles one, but the newest another too": {lockedFor(">=3.11", numpy("source"), []string{"lark", "cp313-cp313", "source"}),
			`3.13 | requires-python ">=3.11" in uv.lock; 3.14 not: lark 1.0 (uv.lock: line 15) has no wheel for it`, ""},
		"rather compiled than not installed": {lockedFor(">=3.11", numpy("cp314-cp314"), []string{"lark", "cp313-cp313", "source"}), `3.14 | requires-python ">=3.11" in uv.lock`, ""},
		"the project accepts less": {with(lockedFor(">=3.11", numpy("cp39-abi3")), "pyproject.toml", "name = \"shop\"", "name = \"shop\"\nrequires-python = \"<3.14\""),
			`3.13 | requires-python ">=3.11" in uv.lock and "<3.14" in pyproject.toml`, ""},
		"only 3.12 can install it": {lockedFor(">=3.11", numpy("cp312-cp312")), "",
			`python (requires-python ">=3.11" in uv.lock): there are base images for 3.11, 3.13, 3.14 here, and none of them that the app accepts can install the locked packages: ` +
				`3.11, 3.13, 3.14 not: numpy 1.0 (uv.lock: line 9) has no wheel for it, and no source; 3.12 could, but there is no base image for it here; build where the official images are, or lock other releases`},
		"it is locked for 3.12": {lockedFor("==3.12.*", numpy("cp312-cp312")), "",
			`python 3.12 (requires-python "==3.12.*" in uv.lock): there is no base image for it here; there are 3.11, 3.13, 3.14; the app accepts none of them`},
		"nothing can install it": {lockedFor(">=3.11", numpy("cp38-cp38")), "", "and no source; lock other releases of them, or accept more versions of Python"},
		"a declared version that cannot install it": {with(lockedFor(">=3.11", numpy("cp311-cp311", "cp312-cp312")), ".python-version", "", "3.13"), "",
			"python 3.13 (.python-version): numpy 1.0 (uv.lock: line 9) has no wheel for it, and no source; it can be installed on 3.11, 3.12; declare another version, or lock another release of it"},
		"a declared version that compiles it": {with(lockedFor(">=3.11", numpy("cp311-cp311", "source")), ".python-version", "", "3.13"), "3.13 | .python-version", ""},
		"a declared version without an image": {with(lockedFor(">=3.11", numpy("cp311-cp311", "cp313-cp313")), ".python-version", "", "3.12"), "",
			"there are 3.11, 3.13, 3.14; the app accepts 3.11 and 3.13 of them (3.14 not: numpy 1.0 (uv.lock: line 9) has no wheel for it, and no source); declare"},
		"the default":                    {lockedFor("", numpy("cp39-abi3")), "3.11 | the default", ""},
		"the default, although compiled": {lockedFor("", numpy("cp313-cp313", "source")), "3.11 | the default", ""},
		"the default cannot install it": {lockedFor("", numpy("cp313-cp313")),
			"3.13 | the locked packages; 3.11 not: numpy 1.0 (uv.lock: line 9) has no wheel for it, and no source", ""},
		"nothing declared, and nothing can install it": {lockedFor("", numpy("cp312-cp312")), "", "python (the default): there are base images for 3.11, 3.13, 3.14 here"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, err := Read(tested(test.source).fs(), Options{Pythons: few})
			switch {
			case test.failure != "":
				if err == nil || !strings.Contains(err.Error(), test.failure) {
					t.Errorf("error %v\nwant %s", err, test.failure)
				}
			case err != nil:
				t.Error(err)
			case decision(plan, "python") != test.decided:
				t.Errorf("decided %q\nwant %q", decision(plan, "python"), test.decided)
			}
		})
	}
}

// with replaces a text of a file, or writes the file.
func with(source files, name, old, text string) files {
	if old == "" {
		source[name] = text
		return source
	}
	source[name] = strings.Replace(source[name], old, text, 1)
	return source
}
