package lock

// reach marks the packages that dependencies need, directly or not. Markers do not
// matter: what they leave out is locked for another platform.
func (f *uvLockFile) reach(dependencies []uvDependency) []bool {
	byName := map[uvDependencyKey][]int{}
	for i, p := range f.Packages {
		for _, key := range []uvDependencyKey{{name: p.Name}, {name: p.Name, version: p.Version}} {
			byName[key] = append(byName[key], i)
		}
	}
	reached, seen := make([]bool, len(f.Packages)), map[uvDependencyKey]bool{}
	for len(dependencies) > 0 {
		d := dependencies[0]
		dependencies = dependencies[1:]
		// The package itself, and then its extras.
		for _, extra := range append([]string{""}, d.Extras...) {
			key := uvDependencyKey{d.Name, d.Version, extra}
			if seen[key] {
				continue
			}
			seen[key] = true
			for _, i := range byName[uvDependencyKey{name: d.Name, version: d.Version}] {
				p := f.Packages[i]
				if !reached[i] {
					reached[i] = true
					dependencies = append(dependencies, p.Dependencies...)
				}
				dependencies = append(dependencies, p.Extras[extra]...)
			}
		}
	}
	return reached
}

type uvDependencyKey struct{ name, version, extra string }
