package lock

import (
	"strings"
	"testing"
)

// A uv.lock may have one release for old versions of Python, and another for new ones.
func TestObstaclesOfForks(t *testing.T) {
	t.Parallel()
	release := func(version, python string) string {
		wheel := "numpy-" + version + "-" + python + "-" + python + "-manylinux_2_28_aarch64.whl"
		return strings.Replace(uvRelease("numpy", version), "/a.whl", "/"+wheel, 1)
	}
	lock := uvLocked(`source = { virtual = "." }
dependencies = [{ name = "numpy", version = "1.26", marker = "python_full_version < '3.12'" }, { name = "numpy", version = "2.4", marker = "python_full_version >= '3.12' and platform_machine == 'aarch64'" }]
`, release("1.26", "cp311"), release("2.4", "cp313"))
	want := "3.12: numpy 2.4 (uv.lock: line 17) has no wheel for it, and no source\n3.14: numpy 2.4 (uv.lock: line 17) has no wheel for it, and no source"
	if got := obstacles(read(t, files{"pyproject.toml": "", "uv.lock": lock}, Keys{})); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A package that production needs on old versions of Python alone counts for others too
// where the tests need it.
func TestObstaclesOfTests(t *testing.T) {
	t.Parallel()
	lock := uvLocked(`source = { virtual = "." }
dependencies = [{ name = "tomli", marker = "python_full_version < '3.13'" }]
dev-dependencies = { dev = [{ name = "tomli", marker = "python_full_version >= '3.14'" }] }`,
		strings.Replace(uvRelease("tomli", "2.2"), "/a.whl", "/tomli-2.2-py2-none-any.whl", 1))
	for minor, want := range map[int]int{12: 1, 13: 0, 14: 1} {
		if got := read(t, files{"pyproject.toml": "", "uv.lock": lock}, Keys{}).Obstacles(minor); len(got) != want {
			t.Errorf("3.%d: %d packages; want %d", minor, len(got), want)
		}
	}
}

// Of packages of which extras that exclude each other need one, none stands against a
// version of Python.
func TestObstaclesOfConflicts(t *testing.T) {
	t.Parallel()
	torch := strings.Replace(uvRelease("torch", "2.4"), "/a.whl", "/torch-2.4-py2-none-any.whl", 1)
	for marker, want := range map[string]int{"python_full_version >= '3.14' and extra == 'extra-4-shop-cpu'": 0, "python_full_version >= '3.14'": 1} {
		lock := uvLocked("source = { virtual = \".\" }\ndependencies = [{ name = \"torch\", marker = \""+marker+"\" }]", torch)
		if got := read(t, files{"pyproject.toml": "", "uv.lock": lock}, Keys{}).Obstacles(14); len(got) != want {
			t.Errorf("%s: %d packages; want %d", marker, len(got), want)
		}
	}
}
