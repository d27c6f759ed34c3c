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

// certainly reports whether a marker holds for the selection, whatever else it says.
func (s selection) certainly(marker string) bool {
	value, err := s.evaluate(withoutExtra(marker))
	return err == nil && value == always
}
