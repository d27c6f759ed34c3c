package lock

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"dagger/python-pipeline/source"
)

// uvLockVersion is the version of the format; another one may mean something else.
const uvLockVersion = 1

// uvLockFile is a uv.lock. Its packages are a graph, in which the app's own folder
// is a package too.
type uvLockFile struct {
	Version        int         `toml:"version"`
	RequiresPython string      `toml:"requires-python"`
	Packages       []uvPackage `toml:"package"`
}

type uvPackage struct {
	source.Place
	Name    string `toml:"name"`
	Version string `toml:"version"`
	Source  struct {
		Registry  string `toml:"registry"`
		URL       string `toml:"url"`
		Git       string `toml:"git"`
		Path      string `toml:"path"`
		Directory string `toml:"directory"`
		Editable  string `toml:"editable"`
		Virtual   string `toml:"virtual"`
	} `toml:"source"`
	Dependencies []uvDependency            `toml:"dependencies"`
	Extras       map[string][]uvDependency `toml:"optional-dependencies"`
	Groups       map[string][]uvDependency `toml:"dev-dependencies"`
	// Metadata has the names of extras and groups without packages too.
	Metadata struct {
		Extras []string                  `toml:"provides-extras"`
		Groups map[string][]uvDependency `toml:"requires-dev"`
	} `toml:"metadata"`
	Sdist  *uvFile  `toml:"sdist"`
	Wheels []uvFile `toml:"wheels"`
}

// uvDependency names a package of the lock; the version is there where the lock has
// several.
type uvDependency struct {
	Name    string   `toml:"name"`
	Version string   `toml:"version"`
	Extras  []string `toml:"extra"`
	Marker  string   `toml:"marker"`
}

type uvFile struct {
	Name string `toml:"filename"`
	URL  string `toml:"url"`
	Path string `toml:"path"`
	Hash string `toml:"hash"`
}

func readUVLock(tree *source.Tree) (*uvLockFile, error) {
	content := &uvLockFile{}
	text, err := decodeTOML(tree, uvLock, uvTool, content)
	if err != nil {
		return nil, err
	}
	if content.Version != uvLockVersion {
		return nil, fmt.Errorf("%s: version %d of the format is not supported, only version %d; lock with a uv that writes it: %s", uvLock, content.Version, uvLockVersion, uvTool.Command)
	}
	for i, place := range tablePlaces(uvLock, text, "[[package]]", len(content.Packages)) {
		content.Packages[i].Place = place
	}
	return content, nil
}

// folder is the folder or file that the package is; "" for one that is downloaded.
func (p uvPackage) folder() string {
	for _, folder := range []string{p.Source.Virtual, p.Source.Editable, p.Source.Directory, p.Source.Path} {
		if folder != "" {
			return folder
		}
	}
	return ""
}

// root returns the package that is the app's own folder, which is relative to the
// lock's.
func (f *uvLockFile) root(folder string) (uvPackage, error) {
	for _, p := range f.Packages {
		if p.folder() == folder {
			return p, nil
		}
	}
	if folder != "." {
		return uvPackage{}, fmt.Errorf("%s: it has no package for the member %s; run %s", uvLock, folder, uvTool.Command)
	}
	return uvPackage{}, fmt.Errorf("%s: it has no package for the app's own folder; run %s there", uvLock, uvTool.Command)
}

func (p uvPackage) release() lockedRelease {
	files := slices.Clone(p.Wheels)
	if p.Sdist != nil {
		files = append(files, *p.Sdist)
	}
	var hashes, names []string
	for _, file := range files {
		// An archive outside of an index has its address in the package.
		hashes, names = append(hashes, file.Hash), append(names, fileName(file.Name, file.URL, file.Path, p.Source.URL))
	}
	return lockedRelease{Place: p.Place, name: p.Name, version: p.Version, url: p.Source.URL, git: p.git(), path: p.folder(), hashed: allHashed(hashes), files: names}
}

// git splits ADDRESS?subdirectory=FOLDER&rev=NAME#COMMIT.
func (p uvPackage) git() gitPlace {
	address, commit, _ := strings.Cut(p.Source.Git, "#")
	address, query, _ := strings.Cut(address, "?")
	values, err := url.ParseQuery(query)
	if err != nil {
		return gitPlace{address, "", ""}
	}
	return gitPlace{address, commit, values.Get("subdirectory")}
}

// indexes are the indexes of the packages, each once.
func (f *uvLockFile) indexes() []Index {
	var all []Index
	for _, p := range f.Packages {
		all = append(all, Index{URL: p.Source.Registry})
	}
	return eachOnce(all)
}
