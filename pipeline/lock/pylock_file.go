package lock

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"dagger/python-pipeline/installed"
	"dagger/python-pipeline/source"
)

// pylockFile is a lock in the format of PEP 751.
type pylockFile struct {
	text string

	Version        string          `toml:"lock-version"`
	RequiresPython string          `toml:"requires-python"`
	Groups         []string        `toml:"dependency-groups"`
	Extras         []string        `toml:"extras"`
	DefaultGroups  []string        `toml:"default-groups"`
	Packages       []pylockPackage `toml:"packages"`
}

type pylockPackage struct {
	source.Place
	Name      string           `toml:"name"`
	Version   string           `toml:"version"`
	Python    string           `toml:"requires-python"`
	Marker    string           `toml:"marker"`
	Index     string           `toml:"index"`
	VCS       *pylockDownload  `toml:"vcs"`
	Directory *pylockDownload  `toml:"directory"`
	Archive   *pylockDownload  `toml:"archive"`
	Sdist     *pylockDownload  `toml:"sdist"`
	Wheels    []pylockDownload `toml:"wheels"`
}

type pylockDownload struct {
	Name         string         `toml:"name"`
	Type         string         `toml:"type"`
	Commit       string         `toml:"commit-id"`
	Subdirectory string         `toml:"subdirectory"`
	URL          string         `toml:"url"`
	Path         string         `toml:"path"`
	Hashes       map[string]any `toml:"hashes"`
}

func readPylockFile(tree *source.Tree, name string) (*pylockFile, error) {
	content := &pylockFile{}
	var err error
	if content.text, err = decodeTOML(tree, name, Tool{}, content); err != nil {
		return nil, err
	}
	if !strings.HasPrefix(content.Version, "1.") {
		return nil, fmt.Errorf("%s: lock-version %q is not supported, only version 1", name, content.Version)
	}
	for i, place := range tablePlaces(name, content.text, "[[packages]]", len(content.Packages)) {
		content.Packages[i].Place = place
	}
	return content, nil
}

// defaults are the groups that stand for what is installed anyway. A name that a
// user can choose as well is a group of development, whatever is done by default.
func (f *pylockFile) defaults() []string {
	return slices.DeleteFunc(slices.Clone(f.DefaultGroups), func(name string) bool { return slices.Contains(f.Groups, name) })
}

// groupsOf returns those names that are groups of the lock.
func (f *pylockFile) groupsOf(names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !slices.Contains(f.Groups, name) })
}

func (p pylockPackage) name() string { return installed.CanonicalName(p.Name) }

func (p pylockPackage) isIn(chosen selection) (bool, error) {
	is, err := chosen.mayApply(p.Marker)
	if err != nil {
		return false, p.Errorf("%s: %w", p.Name, err)
	}
	return is, nil
}

func (p pylockPackage) release() lockedRelease {
	r := lockedRelease{Place: p.Place, name: p.Name, version: p.Version, requiresPython: p.Python}
	files := slices.Clone(p.Wheels)
	if p.Sdist != nil {
		files = append(files, *p.Sdist)
	}
	switch {
	case p.VCS != nil && p.VCS.Type != "git":
		r.otherVersionControl = p.VCS.URL + p.VCS.Path
	case p.VCS != nil:
		r.git = gitPlace{cmp.Or(p.VCS.URL, p.VCS.Path, pylockName), p.VCS.Commit, p.VCS.Subdirectory}
	case p.Directory != nil:
		r.path = path.Join(p.Directory.Path, p.Directory.Subdirectory)
	case p.Archive != nil:
		r.url, files = p.Archive.URL, []pylockDownload{*p.Archive}
	}
	r.hashed = len(files) > 0
	for _, file := range files {
		if file.URL == "" && file.Path != "" {
			r.path = file.Path
		}
		r.hashed = r.hashed && len(file.Hashes) > 0
		r.files = append(r.files, fileName(file.Name, file.URL, file.Path))
	}
	return r
}
