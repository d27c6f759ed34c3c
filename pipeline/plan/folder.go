package plan

// withTargets gives a file and, where it is a link, what it leads to: in a stage
// that has nothing else of the source, a link alone leads nowhere.
func (r *reader) withTargets(name string) []string {
	names := []string{name}
	if links, ok := r.src.(interface {
		Links(string) ([]string, error)
	}); ok {
		targets, err := links.Links(name)
		if err != nil {
			return names // reading it says why
		}
		names = append(names, targets...)
	}
	return names
}
