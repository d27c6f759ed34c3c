package lock

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRequirementsFollow(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name     string
		source   files
		keys     Keys
		files    []string
		inputs   []string
		packages []string
	}{
		{
			name:   "an empty file",
			source: files{"requirements.txt": "\uFEFF# nothing yet\r\n\r\n"},
			files:  []string{"requirements.txt"},
			inputs: []string{"requirements.txt"},
		},
		{
			name:     "byte order mark, CRLF, comments, markers",
			source:   files{"requirements.txt": "\uFEFFlark==1.2.2 # grammar\r\nidna==3.7 ; python_version > \"3\"\r\n"},
			files:    []string{"requirements.txt"},
			inputs:   []string{"requirements.txt"},
			packages: []string{"lark", "idna"},
		},
		{
			name:     "UTF-16 of PowerShell",
			source:   files{"requirements.txt": "\xff\xfel\x00a\x00r\x00k\x00\r\x00\n\x00"},
			files:    []string{"requirements.txt"},
			inputs:   []string{"requirements.txt"},
			packages: []string{"lark"},
		},
		{
			name:     "UTF-16, the other way round",
			source:   files{"requirements.txt": "\xfe\xff\x00l\x00a\x00r\x00k"},
			files:    []string{"requirements.txt"},
			inputs:   []string{"requirements.txt"},
			packages: []string{"lark"},
		},
		{
			name: "files relative to the one that includes them",
			source: files{
				"requirements/prod.txt":        "-r base.txt\n-c ../constraints.txt\ngunicorn\n",
				"requirements/base.txt":        "--requirement=common/all.txt\nlark\n",
				"requirements/common/all.txt":  "idna\n",
				"constraints.txt":              "-r more-constraints.txt\nidna<4\n",
				"more-constraints.txt":         "urllib3<3\n",
				"requirements/unused/else.txt": "nothing\n",
			},
			files:    []string{"requirements/prod.txt"},
			inputs:   []string{"requirements/prod.txt", "requirements/base.txt", "requirements/common/all.txt", "constraints.txt", "more-constraints.txt"},
			packages: []string{"idna", "lark", "gunicorn"},
		},
		{
			name:     "one file included twice",
			source:   files{"requirements.txt": "-r a.txt\n-r b.txt\n", "a.txt": "-r c.txt\n", "b.txt": "-r c.txt\n", "c.txt": "lark\n"},
			files:    []string{"requirements.txt"},
			inputs:   []string{"requirements.txt", "a.txt", "c.txt", "b.txt"},
			packages: []string{"lark"},
		},
		{
			name:     "a constraint that is a requirement too",
			source:   files{"requirements.txt": "-c pins.txt\n-r pins.txt\n", "pins.txt": "lark==1.2.2\n"},
			files:    []string{"requirements.txt"},
			inputs:   []string{"requirements.txt", "pins.txt"},
			packages: []string{"lark"},
		},
		{
			name:     "Pipenv's export",
			source:   files{"requirements.txt": "-i https://packages.example.com/simple\nlark==1.2.2; python_version >= '3.8'\n"},
			files:    []string{"requirements.txt"},
			inputs:   []string{"requirements.txt"},
			packages: []string{"lark"},
		},
		{
			name:   "the key's files, in its order",
			source: files{"a.txt": "idna\n", "b.txt": "lark\n"}, keys: Keys{Requirements: []string{"./b.txt", "a.txt"}},
			files: []string{"b.txt", "a.txt"}, inputs: []string{"b.txt", "a.txt"}, packages: []string{"lark", "idna"},
		},
		{
			name:   "an empty key",
			source: files{"requirements.txt": "lark\n"},
			keys:   Keys{Requirements: []string{}},
			files:  []string{},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			production := read(t, beside(test.source), test.keys).Production
			if diff := cmp.Diff(test.files, production.Files); diff != "" {
				t.Errorf("files differ (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.inputs, production.Inputs); diff != "" {
				t.Errorf("inputs differ (-want +got):\n%s", diff)
			}
			var names []string
			for _, p := range production.Packages {
				names = append(names, p.Name)
			}
			if diff := cmp.Diff(test.packages, names); diff != "" {
				t.Errorf("packages differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRequirementsErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		source files
		keys   Keys
		want   string
	}{
		{"missing include", files{"requirements.txt": "lark\n-r base.txt\n"}, Keys{}, "requirements.txt: line 2: -r base.txt: base.txt: no such file"},
		{"missing include of an included file", files{"requirements.txt": "-r a/b.txt\n", "a/b.txt": "-r c.txt\n"}, Keys{}, "a/b.txt: line 1: -r c.txt: a/c.txt: no such file"},
		{"cycle", files{"requirements.txt": "-r a.txt\n", "a.txt": "lark\n-r b.txt\n", "b.txt": "-r a.txt\n"}, Keys{}, "b.txt: line 1: -r a.txt: the file includes itself: a.txt → b.txt → a.txt"},
		{"cycle of one", files{"requirements.txt": "-r requirements.txt\n"}, Keys{}, "the file includes itself: requirements.txt → requirements.txt"},
		{"cycle by a constraint", files{"requirements.txt": "-c requirements.txt\n"}, Keys{}, "the file includes itself"},
		{"include from outside", files{"requirements.txt": "-r ../common.txt\n"}, Keys{}, "requirements.txt: line 1: -r ../common.txt lies outside the app's folder"},
		{"absolute include", files{"requirements.txt": "-c /etc/pins.txt\n"}, Keys{}, "lies outside the app's folder"},
		{"include of nothing", files{"requirements.txt": "-r\n"}, Keys{}, "lies outside the app's folder"},
		{"include of an address", files{"requirements.txt": "-r https://u:pass@example.com/r.txt\n"}, Keys{}, "requirements.txt: line 1: -r https://***@example.com/r.txt is not a file of the source"},
		{"key names no file", nil, Keys{Requirements: []string{"base.txt"}}, "pyproject.toml: [tool.python-pipeline]: requirements: base.txt: no such file"},
		{"key of the tests names no file", nil, Keys{DevRequirements: []string{"base.txt"}}, "pyproject.toml: [tool.python-pipeline]: dev-requirements: base.txt: no such file"},
		{"hash without a backslash", files{"requirements.txt": "lark==1.2.2\n    --hash=sha256:aa\n"}, Keys{}, "requirements.txt: line 2: the hash belongs to no requirement"},
		{"merge conflict", files{"requirements.txt": "lark\n=======\nidna\n"}, Keys{}, `requirements.txt: line 2: "=======" is not a valid requirement`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			fails(t, beside(test.source), test.keys, test.want)
		})
	}
}

func TestRemoteConstraint(t *testing.T) {
	t.Parallel()
	l := read(t, files{"requirements.txt": "-c https://example.com/constraints-3.11.txt\n"}, Keys{})
	want := []string{"requirements.txt: line 1: -c https://example.com/constraints-3.11.txt is not a file of the source: it may change from one build to the next"}
	if diff := cmp.Diff(want, l.Production.Notes); diff != "" {
		t.Errorf("notes differ (-want +got):\n%s", diff)
	}
}
