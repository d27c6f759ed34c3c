package plan

import "fmt"

// hashed tells whether there are requirements and all have a hash. Some with
// and some without is an error: the ones without could be exchanged unnoticed.
func (s requirementSet) hashed() (bool, error) {
	var with, without *requirement
	for i := range s.packages {
		r := &s.packages[i]
		if r.hashed && with == nil {
			with = r
		}
		if !r.hashed && without == nil {
			without = r
		}
	}
	if without == nil {
		return with != nil, nil
	}
	var reason string
	switch {
	case s.hashesAsked != nil:
		reason = fmt.Sprintf("%s has --require-hashes", s.hashesAsked)
	case with != nil:
		reason = fmt.Sprintf("%s has one (%s)", with.shown(), with.place)
	default:
		return false, nil
	}
	switch {
	case versionSystem.MatchString(without.address):
		return false, without.errorf("%s comes from version control and cannot have a hash, but %s; name a release, or an archive with --hash=sha256:…", without.shown(), reason)
	case without.address != "":
		return false, without.errorf("%s is an address without a hash, but %s; add --hash=sha256:…", without.shown(), reason)
	}
	return false, without.errorf("%s has no hash, but %s; run the tool that wrote the file with hashes, such as pip-compile --generate-hashes", without.shown(), reason)
}
