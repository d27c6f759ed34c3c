package plan

import (
	"maps"
	"path"
	"slices"
	"strings"

	"dagger/python-pipeline/printable"
	"dagger/python-pipeline/settings"
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
		if !slices.Contains(shipped, file) {
			r.plan.Keep = append(r.plan.Keep, file)
		}
	}
	if len(r.plan.Keep) == 0 {
		return nil
	}
	if shipped, err = r.tree.Prod(r.plan.Shipping()); err != nil {
		return err
	}
	r.plan.Keep = slices.DeleteFunc(r.plan.Keep, func(file string) bool {
		missing := !slices.Contains(shipped, file)
		if missing {
			r.warn("the command names %s, which is not in the image: .dockerignore, include or exclude leaves it out", file)
		}
		return missing
	})
	if len(r.plan.Keep) > 0 {
		r.decide("ships", printable.First(maxFiles, r.plan.Keep), "the command, which names it")
	}
	return nil
}

// namedBy lists the files of the source among the words of a program. Those that hold
// variables are not among them: the app's variables come from where it runs.
func (r *reader) namedBy(p program) []string {
	var files []string
	for _, word := range p.words {
		_, value, _ := strings.Cut(word, "=")
		for _, name := range []string{word, value, strings.TrimPrefix(word, "-c"), strings.TrimPrefix(word, "file:")} {
			file := p.file(name)
			if name == "" || file == "" || strings.HasPrefix(path.Base(file), ".env") || !r.tree.Exists(file) {
				continue
			}
			if config := func(c ConfigFile) bool { return c.Path == file }; !slices.ContainsFunc(r.plan.Config, config) {
				files = append(files, file)
			}
		}
	}
	return files
}
