package plan

import (
	"maps"
	"path"
	"slices"
	"strings"

	"dagger/python-pipeline/printable"
	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/source"
)

// decideKeep finds the files that ship although their names are those of tests or of
// files for development: those that the commands name, and the modules that other code
// of the image imports.
func (r *reader) decideKeep() error {
	if err := r.keepNamed(); err != nil {
		return err
	}
	if r.plan.Exclude != nil {
		return nil
	}
	return r.keepImported()
}

// keepNamed keeps the files that the commands of the image name.
func (r *reader) keepNamed() error {
	var named []string
	for _, command := range slices.AppendSeq([]settings.Command{r.plan.Command, r.plan.Release}, maps.Values(r.plan.Processes)) {
		named = append(named, r.namedBy(programOf(command))...)
	}
	slices.Sort(named)
	named = slices.Compact(named)
	if len(named) == 0 {
		return nil
	}
	shipped, err := r.tree.Prod(r.plan.Shipping())
	if err != nil {
		return err
	}
	for _, file := range named {
		if hidden := strings.HasPrefix(path.Base(file), "."); !hidden && !slices.Contains(shipped, file) && (source.LikeTest(file) || source.ForBuild(file)) {
			r.plan.Keep = append(r.plan.Keep, file)
		}
	}
	if shipped, err = r.tree.Prod(r.plan.Shipping()); err != nil {
		return err
	}
	for _, file := range named {
		if !slices.Contains(shipped, file) {
			r.warn("the command names %s, which is not in the image: that lacks what .dockerignore, include or exclude leave out, and what may be secret unless include names it", file)
		}
	}
	r.plan.Keep = slices.DeleteFunc(r.plan.Keep, func(file string) bool { return !slices.Contains(shipped, file) })
	if len(r.plan.Keep) > 0 {
		r.decide("ships", printable.First(maxFiles, r.plan.Keep), "the command, which names it")
	}
	return nil
}

// namedBy lists the files of the source among the words of a program.
func (r *reader) namedBy(p program) []string {
	var files []string
	for _, word := range p.words {
		_, value, _ := strings.Cut(word, "=")
		for _, name := range []string{word, value, strings.TrimPrefix(word, "-c"), strings.TrimPrefix(word, "file:")} {
			file := p.file(name)
			if name == "" || file == "" || source.IsNever(file) || !r.tree.Exists(file) {
				continue
			}
			if config := func(c ConfigFile) bool { return c.Path == file }; !slices.ContainsFunc(r.plan.Config, config) {
				files = append(files, file)
			}
		}
	}
	return files
}
