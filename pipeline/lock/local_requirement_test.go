package lock

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const commit = "0123456789abcdef0123456789abcdef01234567"

// withPackages is a source with the packages of some folders beside requirements.txt.
func withPackages(requirements string) files {
	return files{
		"requirements.txt": requirements, "pyproject.toml": "",
		"libs/core/pyproject.toml": "", "libs/old/setup.py": "", "my libs/a/setup.py": "", "libs/notes/README": "", "libs/core.whl": "",
	}
}

func TestLocalRequirements(t *testing.T) {
	t.Parallel()
	const repository = "https://example.com/team/core.git"
	for text, want := range map[string]Local{
		"./libs/core":              {Folder: "libs/core"},
		"libs/core/":               {Folder: "libs/core"},
		"./libs/old[a, B_c]":       {Folder: "libs/old", Extras: []string{"a", "b-c"}},
		"file:libs/core":           {Folder: "libs/core"},
		"file:./libs/core#egg=x":   {Folder: "libs/core"},
		"file:./my%20libs/a":       {Folder: "my libs/a"},
		"Core @ ./libs/core":       {Name: "core", Folder: "libs/core"},
		"core[x] @ file:libs/core": {Name: "core", Folder: "libs/core", Extras: []string{"x"}},
		"core@libs/core":           {Name: "core", Folder: "libs/core"},
		"-e ./libs/core":           {Folder: "libs/core"},
		"--editable=libs/core[x]":  {Folder: "libs/core", Extras: []string{"x"}},
		"-e file:///${PROJECT_ROOT}/libs/core#egg=core": {Folder: "libs/core"},
		".":                                      {Folder: "."},
		"-e .":                                   {Folder: "."},
		".[prod]":                                {Folder: ".", Extras: []string{"prod"}},
		"./libs/core # why":                      {Folder: "libs/core"},
		"./libs/core \\\n  ; os_name == 'posix'": {Folder: "libs/core", Marker: "os_name == 'posix'"},
		"git+" + repository + "@" + commit:       {Folder: ".", Repository: repository, Commit: commit},
		"-e git+" + repository + "@" + commit + "#egg=Core[x]&subdirectory=py/core": {Name: "core", Folder: "py/core", Repository: repository, Commit: commit, Extras: []string{"x"}},
		"core @ git+" + repository + "@" + commit + " ; python_version > '3'":       {Name: "core", Folder: ".", Repository: repository, Commit: commit, Marker: "python_version > '3'"},
		"git+git@example.com:team/core.git@" + commit:                               {Folder: ".", Repository: "ssh://git@example.com/team/core.git", Commit: commit},
		"git+ssh://git@example.com/core@" + commit:                                  {Folder: ".", Repository: "ssh://git@example.com/core", Commit: commit},
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			got := read(t, withPackages("lark\n"+text+"\nidna\n"), Keys{}).Production
			want.File, want.Line = "requirements.txt", 2
			if diff := cmp.Diff([]Local{want}, got.Locals); diff != "" {
				t.Errorf("packages from folders differ (-want +got):\n%s", diff)
			}
			// The line is empty, and the others keep their numbers.
			empty := "lark\n" + strings.Repeat("\n", strings.Count(text, "\n")+1) + "idna\n"
			if diff := cmp.Diff(map[string]string{"requirements.txt": empty}, got.Made); diff != "" {
				t.Errorf("the file for uv differs (-want +got):\n%s", diff)
			}
			if got := len(got.Packages); got != 2 {
				t.Errorf("%d packages beside it, want 2", got)
			}
		})
	}
}

func TestLocalRequirementErrors(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"../shop[extra]":                   "../shop[extra] lies outside the app's folder, and no other folder takes part in the build; choose the folder above",
		"-e ../shop":                       "../shop lies outside",
		"/libs/core":                       "/libs/core is an absolute path, which is another place on every machine; write it relative to the app's folder",
		"core @ file:///libs/core":         "core (file:///libs/core) is an absolute path",
		"./libs/none":                      "./libs/none is not a folder below the app's own; paths are relative to the app's folder, whichever file names them",
		"./libs/notes":                     "./libs/notes is not a package: the folder has neither pyproject.toml nor setup.py",
		"libs/core.whl":                    "libs/core.whl is a file, and packages of the source are built from folders only",
		"lark-1.2.2-py3-none-any.whl":      "lark-1.2.2-py3-none-any.whl is a file",
		`.\libs\core`:                      `.\libs\core has a backslash; separate folders by /`,
		"./libs/core --hash=sha256:00":     "libs/core is built from its source, for which options are not supported; remove --hash=sha256:00",
		"-e https://example.com/a.zip":     "https://example.com/a.zip is not a folder or a git repository, which an editable install needs; remove -e",
		"-e lark":                          "lark is not a folder below the app's own",
		"-e":                               "names no folder",
		"git+https://example.com/core.git": "git+https://example.com/core.git comes from https://example.com/core.git without a full commit (HEAD), so each build may install something else; write the full commit, which `git ls-remote https://example.com/core.git HEAD` prints",
		"-e git+https://example.com/core.git@feature/v1#egg=core":               "comes from https://example.com/core.git without a full commit (feature/v1)",
		"core @ git+https://example.com/core@0123456":                           "core (git+https://example.com/core@0123456) comes from https://example.com/core without a full commit (0123456)",
		"git+https://me:secret@example.com/core.git@" + commit:                  "comes from https://***@example.com/core.git with credentials, which do not belong in the source",
		"git+file:///repositories/core@" + commit:                               "which is not the https or ssh address of a git repository",
		"hg+https://example.com/core@" + commit:                                 "comes from version control, of which only git is supported",
		"git+https://example.com/core@" + commit + "#subdirectory=../elsewhere": "../elsewhere is not a folder of the repository",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			fails(t, withPackages("lark\n"+text+"\n"), Keys{}, want)
			_, err := withPackages("lark\n" + text + "\n").read(Keys{})
			if err == nil || !strings.HasPrefix(err.Error(), "requirements.txt: line 2: ") || strings.Contains(err.Error(), "secret") {
				t.Errorf("error %v has no place, or a secret", err)
			}
		})
	}
	fails(t, withPackages("-c pins.txt\n").with("pins.txt", "\n./libs/core\n"), Keys{}, "pins.txt: line 2: libs/core is a constraint, which can only name releases")
	fails(t, withPackages("").with("requirements-dev.txt", "-e ../core\n"), Keys{}, "requirements-dev.txt: line 1: ../core lies outside")
}

// Paths are relative to the app's folder in an included file too, and production's
// packages are not those of the tests again.
func TestLocalsOfIncludedFiles(t *testing.T) {
	t.Parallel()
	l := read(t, withPackages("-r deps/base.txt\n").with("deps/base.txt", "./libs/core\nlark==1.2.2 "+hash+"\n").
		with("requirements-dev.txt", "-r requirements.txt\n-e ./libs/core\n-e .[test]\nlibs/old ; sys_platform == 'win32'\n"), Keys{})
	production, development, err := l.LocalsFor("3.11")
	if err != nil {
		t.Fatal(err)
	}
	wantProduction := []string{"libs/core deps/base.txt: line 1"}
	wantDevelopment := []string{".[test] requirements-dev.txt: line 3"}
	if diff := cmp.Diff([][]string{wantProduction, wantDevelopment}, [][]string{shown(production), shown(development)}); diff != "" {
		t.Errorf("packages from folders differ (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]string{"deps/base.txt": "\nlark==1.2.2 " + hash + "\n"}, l.Production.Made); diff != "" {
		t.Errorf("files for uv differ (-want +got):\n%s", diff)
	}
	note := []string{"no hash, because they are built from the source or from a commit, which says what they are: libs/core (deps/base.txt: line 1)"}
	if diff := cmp.Diff(note, l.Production.Notes); diff != "" {
		t.Errorf("notes differ (-want +got):\n%s", diff)
	}
}

func TestLocalsFor(t *testing.T) {
	t.Parallel()
	const source = "https://example.com/a@"
	other := strings.Repeat("a", 40)
	l := read(t, withPackages("./libs/core[a] ; python_version >= '3.12'\n./libs/core[b]\ncore @ git+"+source+commit+" ; sys_platform == 'win32'\n").
		with("requirements-dev.txt", "./libs/core[a]\n"), Keys{})
	for python, want := range map[string][][]string{
		"3.11": {{"libs/core[b] requirements.txt: line 2"}, {"libs/core[a] requirements-dev.txt: line 1"}},
		"3.12": {{"libs/core[a b] requirements.txt: line 1"}, nil},
	} {
		production, development, err := l.LocalsFor(python)
		if diff := cmp.Diff(want, [][]string{shown(production), shown(development)}); err != nil || diff != "" {
			t.Errorf("%s: %v, packages from folders differ (-want +got):\n%s", python, err, diff)
		}
	}
	for text, want := range map[string]string{
		"./libs/core ; platform_machine == 'arm64'\n":                       `requirements.txt: line 1: libs/core is built from a folder, so whether it is installed has to be known before: "platform_machine == 'arm64'" depends on more than`,
		"./libs/core ; os_name\n":                                           `requirements.txt: line 1: libs/core is built from a folder, so whether it is installed has to be known before: "os_name" is not a valid marker`,
		"a @ git+" + source + commit + "\na @ git+" + source + other + "\n": "requirements.txt: line 2: a comes from two places, the other is in requirements.txt: line 1; remove one of them",
	} {
		if _, _, err := read(t, withPackages(text), Keys{}).LocalsFor("3.11"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %s", text, err, want)
		}
	}
}

// shown names packages from folders with their extras and places.
func shown(locals []Local) []string {
	var all []string
	for _, l := range locals {
		text := l.label()
		if len(l.Extras) > 0 {
			text += "[" + strings.Join(l.Extras, " ") + "]"
		}
		all = append(all, text+" "+l.Place.String())
	}
	return all
}
