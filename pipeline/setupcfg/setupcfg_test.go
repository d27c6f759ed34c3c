package setupcfg

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	t.Parallel()
	got := Parse("stray = 1\n[metadata]\nName = shop\n# a comment\n\n[options]\ninstall-requires =\n    flask>=3\n    # not now\n    gunicorn; python_version > \"3.8\"\n\npackages: find:\n" +
		"[options.entry_points]\r\nconsole_scripts =\r\n\tshop = shop.cli:main\r\nnonsense\n[metadata]\nversion = 1\n")
	want := File{
		"metadata":             {"name": "shop", "version": "1"},
		"options":              {"install_requires": "\nflask>=3\ngunicorn; python_version > \"3.8\"", "packages": "find:"},
		"options.entry_points": {"console_scripts": "\nshop = shop.cli:main"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("differs (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"flask>=3", `gunicorn; python_version > "3.8"`}, got.Lines("options", "install_requires")); diff != "" {
		t.Errorf("lines differ (-want +got):\n%s", diff)
	}
}

func TestIsPackage(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"":                                      false,
		"[flake8]\nmax-line-length = 100\n":     false,
		"[metadata]\nlicense_files = LICENSE\n": false,
		"[metadata]\nname = shop\n":             true,
		"[options]\npackages = find:\n":         true,
	} {
		if got := Parse(text).IsPackage(); got != want {
			t.Errorf("%q: %t, want %t", text, got, want)
		}
	}
}
