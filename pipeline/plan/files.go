package plan

import (
	"errors"
	"fmt"
	"io/fs"
	"unicode/utf8"

	"dagger/python-pipeline/content"
	"dagger/python-pipeline/printable"
	"dagger/python-pipeline/source"
)

// maxFiles is how many files a warning names.
const maxFiles = 5

// checkFiles looks at the files that some stage gets, for those of which it gets
// something else than a person may think.
func (r *reader) checkFiles() error {
	if err := content.Check(r.src, r.settings.Include, r.settings.Exclude); err != nil {
		return err
	}
	var outside, special []string
	err := content.Walk(r.src, func(name string, entry fs.DirEntry) error {
		mode := entry.Type()
		switch {
		case !utf8.ValidString(name):
			return fmt.Errorf("%q: the name of this file is not valid UTF-8, which an image needs; rename it", name)
		case mode&fs.ModeSymlink != 0:
			if _, err := fs.Stat(r.src, name); errors.As(err, new(*source.Refusal)) {
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
		r.warn("links that lead out of the app's folder: %s; the image gets the links, not what they lead to here", printable.First(maxFiles, outside))
	}
	if len(special) > 0 {
		r.warn("not regular files, so no stage gets them: %s; remove them", printable.First(maxFiles, special))
	}
	return nil
}
