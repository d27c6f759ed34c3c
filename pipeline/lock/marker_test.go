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

func TestMarkersOfAnImage(t *testing.T) {
	t.Parallel()
	for marker, want := range map[string]bool{
		"":                        true,
		"sys_platform == 'linux'": true,
		"sys_platform == 'win32' or platform_system == 'Darwin'": false,
		"sys_platform in 'linux darwin'":                         true,
		"'win' in sys_platform":                                  false,
		"os_name not in 'nt java'":                               true,
		"implementation_name != 'pypy'":                          true,
		"python_version == '3.11'":                               true,
		"python_version > '3.11'":                                false,
		"'3.10' < python_version":                                true,
		"python_version in '3.10, 3.11'":                         true,
		"python_version not in '3.10 3.11'":                      false,
		"python_version ~= '3.9'":                                true,
		"python_full_version < '3.11.4'":                         false,
		"python_version >= '3.9' and extra == 'prod'":            true,
		"platform_machine == 'x86_64' or extra == 'prod'":        true,
		"platform_machine == 'x86_64' and extra == 'dev'":        false,
	} {
		t.Run(marker, func(t *testing.T) {
			t.Parallel()
			got, err := selection{extras: []string{"prod"}, minor: 11}.holds(marker)
			if err != nil || got != want {
				t.Errorf("%t, %v; want %t", got, err, want)
			}
		})
	}
	for marker, want := range map[string]string{
		"platform_machine == 'x86_64'": `"platform_machine == 'x86_64'" depends on more than the system`,
		"sys_platform > 'linux'":       "depends on more than the system",
		"python_version >= 'x'":        `is not a valid marker (">=x" is not a valid version specifier`,
	} {
		if got, err := (selection{minor: 11}).holds(marker); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %t, %v; want the error %s", marker, got, err, want)
		}
	}
}
