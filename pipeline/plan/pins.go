package plan

import (
	"fmt"
	"slices"

	"dagger/python-pipeline/lock"
)

// judgePins says loudly that nothing, or not everything, pins the packages; with the key
// require-lock that is an error.
func (r *reader) judgePins() error {
	if r.format.Kind == lock.Project {
		return r.judgeProject()
	}
	if r.format.Kind != lock.Requirements {
		return nil
	}
	if err := r.judgeSet(r.lock.Production, true); err != nil {
		return err
	}
	return r.judgeSet(r.lock.Development, false)
}

func (r *reader) judgeProject() error {
	production, development := r.lock.Production, r.lock.Development
	needs := func(set lock.Set) bool { return len(set.Files)+len(set.Locals) > 0 }
	if !needs(production) && !needs(development) {
		return nil
	}
	command := fmt.Sprintf("uv pip compile --generate-hashes %s --output-file requirements.txt", r.lock.File)
	if !slices.ContainsFunc(production.Locals, r.isOwn) {
		command = "uv lock"
	}
	unpinned := fmt.Sprintf("nothing pins the packages: %s is resolved anew on each build; lock it: %s", r.lock.File, command)
	if r.settings.RequireLock {
		return fmt.Errorf("require-lock is set, but %s", unpinned)
	}
	r.warn("%s", unpinned)
	return nil
}

// judgeSet judges the requirements files of a set. Those of the tests do not change the
// image, and get no warning.
func (r *reader) judgeSet(set lock.Set, warn bool) error {
	if own := slices.IndexFunc(set.Locals, r.isOwn); own >= 0 && len(set.Packages) == 0 && !set.Hashed {
		const text = "nothing pins what the app's wheel asks for: it is resolved anew on each build; list the packages with their versions beside it, such as by uv pip compile"
		switch {
		case r.settings.RequireLock:
			return set.Locals[own].Errorf("require-lock is set, but %s", text)
		case warn:
			r.warn("%s: %s", set.Locals[own].Place, text)
		}
	}
	unpinned := set.Unpinned()
	if len(unpinned) == 0 {
		return nil
	}
	first := unpinned[0]
	if r.settings.RequireLock {
		return first.Errorf("%s is not pinned, but require-lock is set; write it like name==1.2.3, or lock all packages, such as by uv pip compile", first.Name)
	}
	switch {
	case !warn:
	case len(unpinned) == 1:
		r.warn("%s: %s is not pinned, so each build may install another version; write it like name==1.2.3, or lock all packages, such as by uv pip compile", first.Place, first.Name)
	default:
		r.warn("%d requirements are not pinned, so each build may install other versions; the first is %s (%s); write them like name==1.2.3, or lock all packages, such as by uv pip compile", len(unpinned), first.Name, first.Place)
	}
	return nil
}
