package advisoriestest

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"python-pipeline/ci/advisories"
)

func TestRootfs(t *testing.T) {
	t.Parallel()
	d := advisories.Database{Packages: []advisories.Package{
		{Ecosystem: advisories.Debian12, Name: "shop", Advisories: []advisories.Advisory{
			{ID: "CVE-2026-1001", Fixed: "1:1.2-3"},
			{ID: "CVE-2026-1002", Status: "affected"},
		}},
		{Ecosystem: advisories.Debian13, Name: "shop", Advisories: []advisories.Advisory{{ID: "CVE-2026-1004", Fixed: "2"}}},
		{Ecosystem: advisories.Pip, Name: "Shop", Advisories: []advisories.Advisory{
			{ID: "CVE-2026-1003", Vulnerable: []string{"< 1.2", ">= 2.0, < 2.0.1"}},
		}},
	}}
	status := func(name, version string) string {
		return "Package: " + name + "-1\nStatus: install ok installed\nArchitecture: amd64\nSource: shop\nVersion: " + version +
			"\nMaintainer: nobody <nobody@example.org>\nDescription: it has CVE-2026-" + name[len(name)-4:] + "\n\n"
	}
	project := func(version string) string { return "Metadata-Version: 2.1\nName: Shop\nVersion: " + version + "\n" }
	for name, test := range map[string]struct {
		pick func(advisories.Advisory) []string
		want map[string]string
	}{
		"vulnerable": {Vulnerable, map[string]string{
			"var/lib/dpkg/status":                               status("cve-2026-1001", "1:1.2-3~") + status("cve-2026-1002", "1"),
			"opt/cve-2026-1003-1/shop-0.0.1.dist-info/METADATA": project("0.0.1"),
			"opt/cve-2026-1003-2/shop-2.0.dist-info/METADATA":   project("2.0"),
		}},
		"fixed": {Fixed, map[string]string{
			"var/lib/dpkg/status":                               status("cve-2026-1001", "1:1.2-3"),
			"opt/cve-2026-1003-1/shop-1.2.dist-info/METADATA":   project("1.2"),
			"opt/cve-2026-1003-2/shop-2.0.1.dist-info/METADATA": project("2.0.1"),
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			if err := Rootfs(folder, advisories.Debian12, d, test.pick); err != nil {
				t.Fatal(err)
			}
			got := map[string]string{}
			err := fs.WalkDir(os.DirFS(folder), ".", func(name string, entry fs.DirEntry, err error) error {
				if err != nil || entry.IsDir() || filepath.Dir(name) == "etc" {
					return err
				}
				content, err := os.ReadFile(filepath.Join(folder, name))
				got[name] = string(content)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("files differ (-want +got):\n%s", diff)
			}
		})
	}
}
