package plan

import (
	"fmt"
	"io/fs"
	"unicode/utf8"

	"dagger/python-pipeline/lock"
	"dagger/python-pipeline/printable"
	"dagger/python-pipeline/source"
)

// maxFiles is how many files a warning names.
const maxFiles = 5

// checkFiles warns of files of which a stage gets something else than expected.
func (r *reader) checkFiles() error {
	if err := r.tree.Check(r.plan.Shipping()); err != nil {
		return err
	}
	var outside, special []string
	err := r.tree.Walk(func(name string, entry fs.DirEntry) error {
		mode := entry.Type()
		switch {
		case !utf8.ValidString(name):
			return fmt.Errorf("%q: the name of this file is not valid UTF-8, which an image needs; rename it", name)
		case mode&fs.ModeSymlink != 0:
			if r.tree.LeadsOut(name) {
				outside = append(outside, name)
			}
		case !mode.IsDir() && !mode.IsRegular():
			special = append(special, fmt.Sprintf("%s (%s)", name, source.Kind(mode)))
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(outside) > 0 {
		r.warn("links that lead out of the app's folder: %s; the image gets the links, not their targets on this machine", printable.First(maxFiles, outside))
	}
	if len(special) > 0 {
		r.warn("not regular files, so no stage gets them: %s; remove them", printable.First(maxFiles, special))
	}
	return nil
}

// Shipping selects the files of the prod stage.
func (p *Plan) Shipping() source.Selection {
	return source.Selection{Include: p.Include, Exclude: p.Exclude, Locks: lock.BuildOnly(), Keep: p.Keep}
}
