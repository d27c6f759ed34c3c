package lock

import (
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/source"
)

// files is a source: the text of files by path.
type files map[string]string

func (f files) tree() *source.Tree {
	all := fstest.MapFS{}
	for name, text := range f {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return source.New(all)
}

// read chooses and reads the lock of a source.
func (f files) read(keys Keys) (*Lock, error) {
	tree := f.tree()
	format, err := Choose(tree, keys)
	if err != nil {
		return nil, err
	}
	return format.Read(tree, keys)
}

// with is the source with one more file.
func (f files) with(name, text string) files {
	all := maps.Clone(f)
	all[name] = text
	return all
}

// beside is a source with an empty requirements.txt and more files.
func beside(more files) files {
	all := files{"requirements.txt": ""}
	maps.Copy(all, more)
	return all
}

func read(t *testing.T, from files, keys Keys) *Lock {
	t.Helper()
	l, err := from.read(keys)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// fails reads one source and expects an error that contains a text.
func fails(t *testing.T, from files, keys Keys, want string) {
	t.Helper()
	if l, err := from.read(keys); err == nil {
		t.Errorf("no error, but %+v", l)
	} else if !strings.Contains(err.Error(), want) {
		t.Errorf("error\n\t%s\ndoes not contain\n\t%s", err, want)
	}
}

// A format needs its entry only: everything else comes from the table.
func TestFormats(t *testing.T) {
	t.Parallel()
	kinds := map[Kind]bool{}
	for _, f := range Formats {
		if f.Name == "" || (len(f.Files) == 0 || len(f.BuildOnly) == 0) && f.Kind != Project {
			t.Errorf("%s is incomplete: %+v", f.Kind, f)
		}
		if f.Kind == "" || kinds[f.Kind] || Of(f.Kind) != f || ByName(f.Name) != f {
			t.Errorf("%s is not found by its kind %q or its name %q", f.Name, f.Kind, f.Name)
		}
		kinds[f.Kind] = true
		if f.Read == nil {
			t.Errorf("%s cannot be read", f.Name)
		}
	}
	if Of("") != nil || ByName("") != nil {
		t.Error("there is a format without a name")
	}
	if got := Of(Pipenv).UpgradeOf("lark"); got != "pipenv upgrade lark" {
		t.Errorf("upgrade of a package: %q", got)
	}
}

func TestChoose(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		present string // files, separated by spaces
		keys    Keys
		want    Kind
	}{
		"nothing":                 {"app.py", Keys{}, ""},
		"requirements.txt":        {"requirements.txt", Keys{}, Requirements},
		"requirements in folders": {"requirements/main.txt", Keys{}, Requirements},
		"the first":               {"Pipfile.lock requirements.txt", Keys{}, Pipenv},
		"uv.lock":                 {"uv.lock poetry.lock requirements.txt", Keys{}, UV},
		"poetry.lock":             {"poetry.lock pdm.lock", Keys{}, Poetry},
		"pdm.lock":                {"pdm.lock Pipfile.lock", Keys{}, PDM},
		"pylock.toml":             {"pylock.toml requirements.txt", Keys{}, Pylock},
		"the key for a later one": {"uv.lock pylock.toml", Keys{Lock: "pylock.toml"}, Pylock},
		"the key lock":            {"Pipfile.lock ours.txt", Keys{Lock: "./ours.txt"}, Requirements},
		"a project, by the key":   {"requirements.txt pyproject.toml", Keys{Lock: "pyproject.toml"}, Project},
		"setup.py, by the key":    {"requirements.txt setup.py", Keys{Lock: "setup.py"}, Project},
		"a project without it":    {"pyproject.toml", Keys{}, ""},
		"the key requirements":    {"Pipfile.lock", Keys{Requirements: []string{}}, Requirements},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := fstest.MapFS{}
			for _, file := range strings.Fields(test.present) {
				all[file] = &fstest.MapFile{}
			}
			got, err := Choose(source.New(all), test.keys)
			if err != nil || got != Of(test.want) {
				t.Errorf("%+v, %v; want %s", got, err, test.want)
			}
		})
	}
}

func TestRecompile(t *testing.T) {
	t.Parallel()
	got := map[string]string{}
	for _, command := range []string{"pip-compile requirements.in", "uv pip compile -o requirements.txt requirements.in", "uv export --locked"} {
		got[command] = Recompile(command, "lark")
	}
	want := map[string]string{
		"pip-compile requirements.in":                        "pip-compile --upgrade-package lark requirements.in",
		"uv pip compile -o requirements.txt requirements.in": "uv pip compile --upgrade-package lark -o requirements.txt requirements.in",
		"uv export --locked":                                 "uv lock --upgrade-package lark && uv export --locked",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
