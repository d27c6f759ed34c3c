package settings

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/BurntSushi/toml"
)

// problems collects what is wrong with a table, so that one run shows it all.
type problems struct {
	locate func(toml.Key) int
	list   []problem
}

type problem struct {
	line int
	text string
}

// maxProblems is how many of them one run shows; to find the line of each takes
// time.
const maxProblems = 50

// add notes a problem with the value of key.
func (p *problems) add(key toml.Key, format string, args ...any) {
	if len(p.list) == maxProblems {
		return
	}
	p.list = append(p.list, problem{line: p.locate(key), text: fmt.Sprintf(format, args...)})
}

// err is all problems in the order of their lines, or nil.
func (p *problems) err() error {
	slices.SortStableFunc(p.list, func(a, b problem) int {
		return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.text, b.text))
	})
	var errs []error
	for _, problem := range p.list {
		where := ""
		if problem.line > 0 {
			where = fmt.Sprintf("line %d: ", problem.line)
		}
		errs = append(errs, fmt.Errorf("pyproject.toml: %s[tool.%s]: %s", where, table, problem.text))
	}
	return errors.Join(errs...)
}
