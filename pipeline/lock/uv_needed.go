package lock

// noteNeeded sets for which versions of Python an image certainly needs each package that
// dependencies need. A version's packages are searched once, and only if it is asked for.
func (f *uvLockFile) noteNeeded(reached uvReach, dependencies []uvDependency) {
	byMinor := map[int][]bool{}
	search := func(minor int) []bool {
		if needed, done := byMinor[minor]; done {
			return needed
		}
		needed := make([]bool, len(f.Packages))
		for _, machine := range machines {
			on := selection{minor: minor, machine: machine}
			for i, n := range f.reach(dependencies, on.certainly) {
				needed[i] = needed[i] || n.is
			}
		}
		byMinor[minor] = needed
		return needed
	}
	for i := range reached {
		reached[i].on = func(minor int) bool { return search(minor)[i] }
	}
}

// certainly reports whether a marker is known to hold for the selection. What uv writes
// with extras that exclude each other is not known.
func (s selection) certainly(marker string) bool {
	if withoutExtra(marker) != marker {
		return false
	}
	value, err := s.evaluate(marker)
	return err == nil && value == always
}
