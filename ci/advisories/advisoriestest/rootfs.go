// Package advisoriestest pushes databases to registries, and makes root file
// systems with packages that a database has advisories for.
package advisoriestest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"python-pipeline/ci/advisories"
)

// release returns the files by which Trivy recognises a release such as "debian 12". A release in development has no
// number.
func release(debian string) map[string]string {
	version := strings.TrimPrefix(debian, "debian ")
	if codename, isTesting := strings.CutSuffix(version, "/sid"); isTesting {
		return map[string]string{"etc/debian_version": version + "\n", "etc/os-release": "ID=debian\nVERSION_CODENAME=" + codename + "\n"}
	}
	return map[string]string{
		"etc/debian_version": version + ".1\n",
		"etc/os-release":     fmt.Sprintf("ID=debian\nVERSION_ID=%q\n", version),
	}
}

// Rootfs writes the files of a Debian release that has the packages of a database installed, in the versions that pick
// returns for each advisory; packages of other releases are left out. Each version is installed once, under the
// advisory's ID and a number: as a Debian package of that name, or as a project in the folder /opt/NAME.
func Rootfs(folder, debian string, d advisories.Database, pick func(advisories.Advisory) []string) error {
	var status strings.Builder
	for _, p := range d.Packages {
		if p.Ecosystem != advisories.Pip && p.Ecosystem != debian {
			continue
		}
		for _, a := range p.Advisories {
			for i, version := range pick(a) {
				name := fmt.Sprintf("%s-%d", strings.ToLower(a.ID), i+1)
				if p.Ecosystem == debian {
					fmt.Fprintf(&status, "Package: %s\nStatus: install ok installed\nArchitecture: amd64\nSource: %s\nVersion: %s\nMaintainer: nobody <nobody@example.org>\nDescription: it has %s\n\n",
						name, p.Name, version, a.ID)
					continue
				}
				file := filepath.Join(folder, "opt", name, fmt.Sprintf("%s-%s.dist-info", strings.ToLower(p.Name), version), "METADATA")
				if err := write(file, fmt.Sprintf("Metadata-Version: 2.1\nName: %s\nVersion: %s\n", p.Name, version)); err != nil {
					return err
				}
			}
		}
	}
	for file, content := range release(debian) {
		if err := write(filepath.Join(folder, file), content); err != nil {
			return err
		}
	}
	return write(filepath.Join(folder, "var", "lib", "dpkg", "status"), status.String())
}

// Vulnerable picks the lowest version of each vulnerable range.
func Vulnerable(a advisories.Advisory) []string {
	switch {
	case a.Status != "":
		return []string{"1"}
	case a.Fixed != "":
		return []string{a.Fixed + "~"} // sorts just before it
	}
	var versions []string
	for _, bounds := range a.Vulnerable {
		version := "0.0.1"
		for bound := range strings.SplitSeq(bounds, ", ") {
			if lowest, found := strings.CutPrefix(bound, ">= "); found {
				version = lowest
			}
		}
		versions = append(versions, version)
	}
	return versions
}

// Fixed picks the first versions without the vulnerability, if there are any.
func Fixed(a advisories.Advisory) []string {
	if a.Fixed != "" {
		return []string{a.Fixed}
	}
	return a.PatchedVersions()
}

func write(path, content string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(content), 0o644)
}
