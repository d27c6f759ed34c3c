package lock

import (
	"strings"
	"testing"
)

func TestMayApply(t *testing.T) {
	t.Parallel()
	for marker, want := range map[string]bool{
		"":                        true,
		"sys_platform == 'win32'": true,
		"python_version < '3.11' and (os_name != 'nt' or implementation_name == 'pypy')": true,
		`extra == "socks"`:                true,
		`extra == "Socks"`:                true,
		`extra == 'other'`:                false,
		`extra != "socks"`:                false,
		`'socks' in extras`:               true,
		`'other' in extras`:               false,
		`"dev" in dependency_groups`:      true,
		`"docs" in dependency_groups`:     false,
		`"docs" not in dependency_groups`: true,
		`"dev" not in dependency_groups`:  false,
		`"docs" in dependency_groups or "dev" in dependency_groups`:                                true,
		`("docs" in dependency_groups or "lint" in dependency_groups) and os_name == "posix"`:      false,
		`"docs" in dependency_groups and os_name == "nt" or extra == "socks"`:                      true,
		`python_full_version < "3.11" and "docs" in dependency_groups or python_version >= "3"`:    true,
		`(python_full_version < "3.11") and ((extra == "other") or ("docs" in dependency_groups))`: false,
	} {
		t.Run(marker, func(t *testing.T) {
			t.Parallel()
			got, err := selection{extras: []string{"socks"}, groups: []string{"dev"}}.mayApply(marker)
			if err != nil || got != want {
				t.Errorf("%t, %v; want %t", got, err, want)
			}
		})
	}
}

func TestMarkerErrors(t *testing.T) {
	t.Parallel()
	for _, marker := range []string{"os_name", "os_name ==", "(os_name == 'nt'", "os_name == 'nt')", "os_name == 'nt' and", "or", "os_name 'nt' ==", "os_name == 'nt' os_name == 'nt'", "os_name not 'nt'", strings.Repeat("(", 1_000_000)} {
		if got, err := (selection{}).mayApply(marker); err == nil {
			t.Errorf("%q gives %t, want an error", marker, got)
		}
	}
}
