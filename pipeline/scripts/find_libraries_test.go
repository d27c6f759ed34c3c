package scripts

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// No file of these packages names the library that they load.
func TestLibrariesThatAreLoadedByName(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		installed []string
		want      string
	}{
		"a package without libraries":       {[]string{"lark-1.2.2"}, `[]`},
		"psycopg in Python":                 {[]string{"psycopg-3.2.1", "lark-1.2.2"}, `["libpq5"]`},
		"psycopg with a library of its own": {[]string{"psycopg-3.2.1", "psycopg_binary-3.2.1"}, `[]`},
		"psycopg compiled":                  {[]string{"psycopg-3.2.1", "psycopg_c-3.2.1"}, `[]`},
		"a name with underscores":           {[]string{"python_magic-0.4.27"}, `["libmagic1"]`},
		"a name with capitals":              {[]string{"WeasyPrint-53.0"}, `["libharfbuzz-subset0", "libpango-1.0-0", "libpangoft2-1.0-0"]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			venv := t.TempDir()
			for _, release := range test.installed {
				if err := os.MkdirAll(filepath.Join(venv, "lib/python3.11/site-packages", release+".dist-info"), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			script := strings.Replace(FindLibraries.Text, `"/venv"`, `"`+venv+`"`, 1)
			out, err := exec.Command(python(), "-I", "-S", "-c", script, venv).Output()
			if got := strings.TrimSpace(string(out)); err != nil || got != test.want {
				t.Errorf("it printed %s, %v; want %s", got, err, test.want)
			}
		})
	}
}
