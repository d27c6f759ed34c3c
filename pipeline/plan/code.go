package plan

import (
	"errors"
	"path"

	"dagger/python-pipeline/source"
)

// maxCode is the size of the largest file that is read as code; larger ones are data.
const maxCode = 1 << 20

// code returns the text of a module; "" for any other file, and for one that is not
// read, such as a link that leads out of the source: nothing depends on it yet.
func (r *reader) code(file string) (string, error) {
	if path.Ext(file) != ".py" {
		return "", nil
	}
	text, _, err := r.tree.Text(file)
	if refusal := (*source.Refusal)(nil); errors.As(err, &refusal) || len(text) > maxCode {
		return "", nil
	}
	return text, err
}
