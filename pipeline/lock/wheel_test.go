package lock

import (
	"fmt"
	"strings"
	"testing"
)

func TestWheels(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"idna-3.10-py3-none-any.whl":    "11 12 13 14",
		"six-1.17-py2.py3-none-any.whl": "11 12 13 14",
		"modern-1-py312-none-any.whl":   "12 13 14",
		"old-1-py2-none-any.whl":        "",
		"numpy-2.1.0-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl": "12",
		"numpy-2.1.0-1build-cp313-cp313-manylinux_2_28_aarch64.whl":              "13",
		"numpy-2.1.0-cp313-cp313t-manylinux_2_17_x86_64.whl":                     "",
		"numpy-2.1.0-cp313-cp313-musllinux_1_2_x86_64.whl":                       "",
		"numpy-2.1.0-cp313-cp313-win_amd64.whl":                                  "",
		"numpy-2.1.0-pp310-pypy310_pp73-manylinux_2_17_x86_64.whl":               "",
		"cryptography-44.0-cp37-abi3-manylinux_2_28_x86_64.whl":                  "11 12 13 14",
		"future-1-cp313-abi3-linux_x86_64.whl":                                   "13 14",
		"ruff-0.9-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl":       "11 12 13 14",
		"ruff-0.9-py3-none-macosx_11_0_arm64.whl":                                "",
		"uwsgi-2.0-cp311-none-any.whl":                                           "11",
		"numpy-2.1.0-cp313-cp313-manylinux_2_17_i686.manylinux2014_i686.whl":     "",
	} {
		w, ok := parseWheel(name)
		var got []string
		for minor := 11; minor <= 14; minor++ {
			if w.installsOn(minor) {
				got = append(got, fmt.Sprint(minor))
			}
		}
		if list := strings.Join(got, " "); !ok || list != want {
			t.Errorf("%s: %q; want %q", name, list, want)
		}
	}
	for _, name := range []string{"six-1.17.tar.gz", "six.whl", "a-b-c-d.whl", "a-1-b-c-d-e-f.whl", ""} {
		if _, ok := parseWheel(name); ok {
			t.Errorf("%q is read as a wheel", name)
		}
	}
}
