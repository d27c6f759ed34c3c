package lock

import (
	"encoding/json"
	"fmt"
	"strings"

	"dagger/python-pipeline/source"
)

// pipfileLockFile is a Pipfile.lock.
type pipfileLockFile struct {
	meta struct {
		Requires struct {
			PythonVersion     string `json:"python_version"`
			PythonFullVersion string `json:"python_full_version"`
		} `json:"requires"`
		Sources []Index `json:"sources"`
	}
	sections map[string]lockSection
}

// lockSection is the packages of a section, in the order of the file.
type lockSection []lockedPackage

// lockedPackage is one package: a release of an index, an archive, a path, or a
// repository of a version control system.
type lockedPackage struct {
	source.Place
	name string

	Extras       []string `json:"extras"`
	Markers      string   `json:"markers"`
	Ref          string   `json:"ref"`
	Subdirectory string   `json:"subdirectory"`
	Version      string   `json:"version"`
	Hashes       []string `json:"hashes"`
	File         string   `json:"file"`
	Path         string   `json:"path"`
	Git          string   `json:"git"`
	Hg           string   `json:"hg"`
	Svn          string   `json:"svn"`
	Bzr          string   `json:"bzr"`
}

// readPipfileLock reads the lock token by token, so that errors can name the line of
// a package.
func readPipfileLock(tree *source.Tree) (content pipfileLockFile, err error) {
	text, _, err := tree.Text(pipfileLock)
	if err != nil {
		return content, err
	}
	content.sections = map[string]lockSection{}
	l := &lockDecoder{Decoder: json.NewDecoder(strings.NewReader(text)), text: text}
	err = l.object(func(name string) error {
		if name == "_meta" {
			return l.Decode(&content.meta)
		}
		section, err := l.section()
		content.sections[name] = section
		return err
	})
	if err == nil && content.sections[pipenvDefault] == nil {
		err = fmt.Errorf("it has no section %q", pipenvDefault)
	}
	if err != nil {
		return content, fmt.Errorf("%s: line %d: this is not a valid lock of Pipenv (%w); make it again: pipenv lock", pipfileLock, l.line(), err)
	}
	return content, nil
}

type lockDecoder struct {
	*json.Decoder
	text string
	// lines is the number of line breaks up to the offset counted.
	counted int64
	lines   int
}

// line returns the line at which the decoder is.
func (l *lockDecoder) line() int {
	l.lines += strings.Count(l.text[l.counted:l.InputOffset()], "\n")
	l.counted = l.InputOffset()
	return 1 + l.lines
}

// object calls visit for each name of an object; visit decodes the value.
func (l *lockDecoder) object(visit func(name string) error) error {
	token, err := l.Token()
	if err != nil {
		return err
	}
	if token != json.Delim('{') {
		return fmt.Errorf("%v where an object should be", token)
	}
	for l.More() {
		name, err := l.Token()
		if err != nil {
			return err
		}
		if err := visit(fmt.Sprint(name)); err != nil {
			return err
		}
	}
	_, err = l.Token()
	return err
}

func (l *lockDecoder) section() (lockSection, error) {
	packages := lockSection{}
	err := l.object(func(name string) error {
		p := lockedPackage{Place: source.Place{File: pipfileLock, Line: l.line()}, name: name}
		if err := l.Decode(&p); err != nil {
			return err
		}
		packages = append(packages, p)
		return nil
	})
	return packages, err
}
