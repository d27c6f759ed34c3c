package lock

import (
	"fmt"
	"slices"

	"dagger/python-pipeline/source"
)

// uvLockVersion is the version of the format; another one may mean something else.
const uvLockVersion = 1

// uvLockFile is a uv.lock. Its packages are a graph, in which the app's own folder
// is a package too.
type uvLockFile struct {
	Version        int    `toml:"version"`
	RequiresPython string `toml:"requires-python"`
	Manifest       struct {
		Members []string `toml:"members"`
	} `toml:"manifest"`
	Packages []uvPackage `toml:"package"`
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
	Sdist        *uvFile                   `toml:"sdist"`
	Wheels       []uvFile                  `toml:"wheels"`
}

// uvDependency names a package of the lock; the version is there where the lock has
// several.
type uvDependency struct {
	Name    string   `toml:"name"`
	Version string   `toml:"version"`
	Extras  []string `toml:"extra"`
}

type uvFile struct {
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

// root returns the package that is the app's own folder. uv needs other folders to
// check the lock, and the export stage does not have them.
func (f *uvLockFile) root() (uvPackage, error) {
	var root *uvPackage
	for i, p := range f.Packages {
		switch folder := p.folder(); folder {
		case "":
		case ".":
			root = &f.Packages[i]
		default:
			if slices.Contains(f.Manifest.Members, p.Name) {
				return uvPackage{}, p.Errorf("%s (%s) is a member of a uv workspace, which is not supported yet; export what the app needs, `uv export --locked --package NAME --no-default-groups --no-emit-workspace --output-file requirements.txt`, and name the file in the key requirements", p.Name, folder)
			}
			return uvPackage{}, f.Packages[i].release().failure(uvTool)
		}
	}
	if root == nil {
		return uvPackage{}, fmt.Errorf("%s: it has no package for the app's own folder; run %s there", uvLock, uvTool.Command)
	}
	return *root, nil
}

func (p uvPackage) release() lockedRelease {
	var hashes []string
	if p.Sdist != nil {
		hashes = append(hashes, p.Sdist.Hash)
	}
	for _, wheel := range p.Wheels {
		hashes = append(hashes, wheel.Hash)
	}
	return lockedRelease{Place: p.Place, name: p.Name, version: p.Version, url: p.Source.URL, versionControl: p.Source.Git, path: p.folder(), hashed: allHashed(hashes)}
}

// indexes are the indexes of the packages, each once.
func (f *uvLockFile) indexes() []Index {
	var all []Index
	for _, p := range f.Packages {
		all = append(all, Index{URL: p.Source.Registry})
	}
	return eachOnce(all)
}
