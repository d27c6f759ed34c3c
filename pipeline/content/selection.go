package content

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/moby/patternmatcher/ignorefile"
)

// selection decides which files the prod stage gets.
type selection struct {
	leftOut *rules
	wanted  *rules // nil for all
	unusual *rules // what include has to name
	named   *rules // what it names
}

// Check gives the error of patterns, or of a .dockerignore, that Prod cannot use.
func Check(source fs.FS, include, exclude []string) error {
	_, err := newSelection(source, include, exclude)
	return err
}

func newSelection(source fs.FS, include, exclude []string) (*selection, error) {
	ignored, err := dockerignore(source)
	if err != nil {
		return nil, err
	}
	if exclude == nil {
		exclude = tests
	}
	s := &selection{}
	for _, list := range []struct {
		rules    **rules
		patterns []string
	}{
		{&s.leftOut, slices.Concat(ignored, exclude)},
		{&s.wanted, include},
		{&s.unusual, notForProd},
		{&s.named, naming(include)},
	} {
		if *list.rules, err = newRules(list.patterns); err != nil {
			return nil, fmt.Errorf("pyproject.toml: [tool.python-pipeline]: include or exclude: %w", err)
		}
	}
	if len(include) == 0 {
		s.wanted = nil
	}
	return s, nil
}

// enter gives [fs.SkipDir] for a folder of which nothing can be wanted.
func (s *selection) enter(folder string) error {
	if s.leftOut.exceptions() {
		return nil
	}
	out, err := s.leftOut.match(folder)
	if err == nil && out {
		return fs.SkipDir
	}
	return err
}

func (s *selection) has(name string) (bool, error) {
	if out, err := s.leftOut.match(name); err != nil || out {
		return false, err
	}
	if s.wanted != nil {
		if in, err := s.wanted.match(name); err != nil || !in {
			return false, err
		}
	}
	mayNot, err := s.unusual.depth(name)
	if err != nil || mayNot == 0 {
		return err == nil, err
	}
	may, err := s.named.depth(name)
	return may >= mayNot, err
}

// naming leaves out exceptions, and patterns that end in one for anything.
func naming(patterns []string) []string {
	return slices.DeleteFunc(slices.Clone(patterns), func(pattern string) bool {
		return strings.HasPrefix(pattern, "!") || strings.Trim(path.Base(pattern), "*?.") == ""
	})
}

func dockerignore(source fs.FS) ([]string, error) {
	const name = ".dockerignore"
	text, err := fs.ReadFile(source, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		err = pathError.Err
	}
	if err != nil {
		return nil, fmt.Errorf("%s: it says what must not ship, and cannot be read: %w", name, err)
	}
	patterns, err := ignorefile.ReadAll(strings.NewReader(string(text)))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if _, err := newRules(patterns); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return patterns, nil
}
