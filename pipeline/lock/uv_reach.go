package lock

import "strings"

// uvReach is what the packages of a lock are needed for, by their numbers.
type uvReach []need

// reach finds the packages that dependencies need, directly or not, along those whose
// markers may be followed.
func (f *uvLockFile) reach(dependencies []uvDependency, mayFollow func(marker string) bool) uvReach {
	byName := map[uvDependencyKey][]int{}
	for i, p := range f.Packages {
		named := uvDependencyKey{name: p.Name}
		byName[named] = append(byName[named], i)
		if named.version = p.Version; p.Version != "" {
			byName[named] = append(byName[named], i)
		}
	}
	reached, seen := make(uvReach, len(f.Packages)), map[uvDependencyKey]bool{}
	markers := make([][]string, len(f.Packages))
	for len(dependencies) > 0 {
		d := dependencies[0]
		dependencies = dependencies[1:]
		if !mayFollow(d.Marker) {
			continue
		}
		for _, i := range byName[uvDependencyKey{name: d.Name, version: d.Version}] {
			markers[i] = append(markers[i], withoutExtra(d.Marker))
			reached[i].extras = append(reached[i].extras, d.Extras...)
		}
		// The package itself, and then its extras.
		for _, extra := range append([]string{""}, d.Extras...) {
			key := uvDependencyKey{d.Name, d.Version, extra}
			if seen[key] {
				continue
			}
			seen[key] = true
			for _, i := range byName[uvDependencyKey{name: d.Name, version: d.Version}] {
				p := f.Packages[i]
				if !reached[i].is {
					reached[i].is = true
					dependencies = append(dependencies, p.Dependencies...)
				}
				dependencies = append(dependencies, p.Extras[extra]...)
			}
		}
	}
	for i := range reached {
		reached[i].marker = anyMarker(markers[i])
	}
	return reached
}

type uvDependencyKey struct{ name, version, extra string }

// follow finds what dependencies need. The markers of releases do not matter: what they
// leave out is locked for another platform, and the exported file has them. For a package
// from a folder, which that file lacks, they do.
func (f *uvLockFile) follow(dependencies []uvDependency) uvReach {
	everywhere := f.reach(dependencies, func(string) bool { return true })
	onLinux := f.reach(dependencies, mayHoldOnLinux)
	for i, p := range f.Packages {
		if p.folder() != "" || p.Source.Git != "" {
			everywhere[i] = onLinux[i]
		}
	}
	return everywhere
}

// mayHoldOnLinux reports whether a marker can hold with some version of Python 3. One
// that is not valid counts, and is an error later.
func mayHoldOnLinux(marker string) bool {
	marker = withoutExtra(marker)
	for minor := 1; minor <= LatePatch; minor++ {
		if value, err := (selection{minor: minor}).evaluate(marker); err != nil || value != never {
			return true
		}
	}
	return false
}

// withoutExtra leaves out a marker with an extra: uv writes what excludes each other in a
// form of its own, and has decided on extras by the dependencies that it lists.
func withoutExtra(marker string) string {
	if strings.Contains(marker, "extra") {
		return ""
	}
	return marker
}
