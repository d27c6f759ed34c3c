package lock

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// withoutPythons compares locks but for what TestObstacles is for.
var withoutPythons = cmp.Options{cmp.AllowUnexported(Requirement{}, Set{}), cmpopts.IgnoreTypes(installable{})}

// obstacles lists, for 3.11 to 3.14, the packages that stand against each.
func obstacles(l *Lock) string {
	var lines []string
	for minor := 11; minor <= 14; minor++ {
		for _, o := range l.Obstacles(minor) {
			lines = append(lines, fmt.Sprintf("3.%d: %s %s (%s) %s", minor, o.Name, o.Version, o.Place, o.Reason))
		}
	}
	return strings.Join(lines, "\n")
}

// Each format has numpy for 3.11 and 3.12 alone, lark for 3.13 or by compiling it, and a
// package for Windows. What the tests need counts as well; what nothing needs does not.
func TestObstacles(t *testing.T) {
	t.Parallel()
	want := `3.11: lark 1.0 (FILE: line 20) has no wheel for it
3.12: lark 1.0 (FILE: line 20) has no wheel for it
3.13: numpy 1.0 (FILE: line 10) has no wheel for it, and no source
3.14: numpy 1.0 (FILE: line 10) has no wheel for it, and no source
3.14: lark 1.0 (FILE: line 20) has no wheel for it`
	linux, windows := "-manylinux_2_28_x86_64.whl", "-win_amd64.whl"
	all := []struct {
		name, group, marker string
		files               []string
	}{
		{"numpy", "main", "", []string{"numpy-1.0-cp311-cp311" + linux, "numpy-1.0-cp312-cp312" + linux}},
		{"lark", "dev", "", []string{"lark-1.0-cp313-cp313" + linux, "lark-1.0.tar.gz"}},
		{"pywin32", "main", "sys_platform == 'win32'", []string{"pywin32-1.0-cp311-cp311" + windows}},
		{"mlx", "main", "platform_machine == 'arm64'", []string{"mlx-1.0-cp311-cp311-macosx_11_0_arm64.whl"}},
		{"sphinx", "docs", "", []string{"sphinx-1.0-py2-none-any.whl"}},
	}
	locks := map[string]string{
		"uv.lock":     uvLocked("source = { virtual = \".\" }\ndependencies = [{ name = \"numpy\" }, { name = \"pywin32\", marker = \"sys_platform == 'win32'\" }, { name = \"mlx\", marker = \"platform_machine == 'arm64'\" }]\ndev-dependencies = { dev = [{ name = \"lark\" }], docs = [{ name = \"sphinx\" }] }"),
		"poetry.lock": poetryLocked(),
		"pdm.lock":    "[metadata]\ngroups = [\"default\", \"dev\", \"docs\"]\nstrategy = [\"inherit_metadata\"]\n",
		"pylock.toml": pylocked(),
	}
	for name, text := range locks {
		lines := strings.Split(strings.TrimSpace(text), "\n")
		for i, p := range all {
			for len(lines) < 9+10*i {
				lines = append(lines, "")
			}
			header := "[[package]]"
			if name == "pylock.toml" {
				header = "[[packages]]"
			}
			lines = append(lines, header, `name = "`+p.name+`"`, `version = "1.0"`)
			var wheels []string
			for _, file := range p.files {
				at := `url = "https://packages.acme.example/` + file + `?x#y", hash = "sha256:00"`
				switch {
				case name == "pylock.toml":
					at = `url = "https://packages.acme.example/` + file + `", hashes = { sha256 = "00" }`
				case name != "uv.lock":
					at = `file = "` + file + `", hash = "sha256:00"`
				}
				if (name == "uv.lock" || name == "pylock.toml") && strings.HasSuffix(file, ".tar.gz") {
					lines = append(lines, "sdist = { "+at+" }")
				} else {
					wheels = append(wheels, "{ "+at+" }")
				}
			}
			key, group := "files", p.group
			switch name {
			case "uv.lock":
				key = "wheels"
				lines = append(lines, `source = { registry = "https://packages.acme.example/simple" }`)
			case "poetry.lock":
				lines = append(lines, `groups = ["`+group+`"]`, `markers = "`+p.marker+`"`)
			case "pdm.lock":
				lines = append(lines, `groups = ["`+strings.Replace(group, "main", "default", 1)+`"]`, `marker = "`+p.marker+`"`)
			case "pylock.toml":
				key = "wheels"
				marker := "'" + strings.Replace(group, "main", "default", 1) + "' in dependency_groups"
				if p.marker != "" {
					marker += " and " + p.marker
				}
				lines = append(lines, `marker = "`+marker+`"`)
			}
			lines = append(lines, key+" = ["+strings.Join(wheels, ", ")+"]")
		}
		got := obstacles(read(t, files{"pyproject.toml": "[tool.poetry.group.dev]\n[tool.poetry.group.docs]\n", name: strings.Join(lines, "\n") + "\n"}, Keys{}))
		if diff := cmp.Diff(strings.ReplaceAll(want, "FILE", name), got); diff != "" {
			t.Errorf("%s: differs (-want +got):\n%s", name, diff)
		}
	}
}

// A uv.lock does not say which versions of Python a package accepts; the others do.
func TestObstaclesOfRequiresPython(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"poetry.lock": poetryLocked(poetryRelease("core", `"main"`, `python-versions = ">=3.9,<3.14"`)),
		"pdm.lock":    pdmLocked(pdmRelease("core", `"default"`, `requires_python = ">=3.9,<3.14"`)),
		"pylock.toml": pylocked(pylockRelease("core", "", `requires-python = ">=3.9,<3.14"`)),
	} {
		line := map[bool]string{true: "5", false: "4"}[name == "pdm.lock"]
		want := "3.14: core 1.0 (" + name + ": line " + line + `) requires Python ">=3.9,<3.14"`
		if got := obstacles(read(t, files{"pyproject.toml": "", name: text}, Keys{})); got != want {
			t.Errorf("got %s; want %s", got, want)
		}
	}
}

func TestInstallable(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		release installable
		reason  string
	}{
		"nothing is known":              {installable{}, ""},
		"a file without a name":         {installable{files: []string{""}}, ""},
		"a wheel of another form":       {installable{files: []string{"core.whl"}}, ""},
		"an egg beside a source":        {installable{files: []string{"core-1-py3.14.egg", "core-1.zip"}}, "has no wheel for it"},
		"requires an older one":         {installable{requires: ">=3.9,<3.14"}, `requires Python ">=3.9,<3.14"`},
		"requires one of alternatives":  {installable{requires: "^3.14 || ~2.7"}, ""},
		"requires a wildcard of Poetry": {installable{requires: "3.13.*"}, `requires Python "3.13.*"`},
		"what no installer reads":       {installable{requires: ">=3.6.*"}, ""},
	} {
		if reason, _ := test.release.obstacle(14); reason != test.reason {
			t.Errorf("%s: %q; want %q", name, reason, test.reason)
		}
	}
}
