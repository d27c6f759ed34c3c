package plan

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// LockKind is a way to pin what is to be installed.
type LockKind string

// The kinds that can be installed from.
const (
	LockRequirements LockKind = "requirements"
	// LockPipenv is a Pipfile.lock.
	LockPipenv LockKind = "pipenv"
)

// lock is one file, or family of files, that pins what is to be installed.
type lock struct {
	// name is the file, or what the files are called.
	name string
	// find tells whether the source has it.
	find func(*reader) bool
	// read takes it into the plan; nil for a format that cannot be read yet.
	read func(*reader) error
	// kind is that of the plan; "" without read.
	kind LockKind
	// export makes a requirements.txt of it, as a command; for those without
	// read.
	export string
	// upgrade is the command that takes a newer version of the package {name}.
	upgrade string
}

// locks are in the order in which they are looked for: the first that is there
// and can be read is taken.
var locks = []lock{
	unread("uv.lock", "uv export --locked --no-default-groups --no-emit-project --output-file requirements.txt", "uv lock --upgrade-package {name}"),
	unread("poetry.lock", "poetry export --only main --output requirements.txt", "poetry update {name}"),
	unread("pdm.lock", "pdm export --prod --output requirements.txt", "pdm update {name}"),
	{name: pipfileLock, find: present(pipfileLock), read: (*reader).installPipenv, kind: LockPipenv},
	unread("pylock.toml", "uv pip sync pylock.toml && uv pip freeze > requirements.txt, in a new virtual environment", ""),
	requirementsFiles,
}

var requirementsFiles = lock{
	name: "requirements files",
	find: present(productionFiles...),
	read: (*reader).installRequirements,
	kind: LockRequirements,
}

func unread(file, export, upgrade string) lock {
	return lock{name: file, find: present(file), export: export, upgrade: upgrade}
}

// present finds a lock by any of its customary names.
func present(names ...string) func(*reader) bool {
	return func(r *reader) bool { return len(r.present(names)) > 0 }
}

// chooseLock finds what is to be installed from. What keys name comes before
// what is there.
func (r *reader) chooseLock() error {
	switch {
	case r.settings.Lock != "":
		return r.chooseNamedLock(path.Clean(r.settings.Lock))
	case r.settings.Requirements != nil:
		r.lock = requirementsFiles
		return nil
	}
	for i, lock := range locks {
		if lock.read == nil || !lock.find(r) {
			continue
		}
		r.lock = lock
		r.warnOfUnread(locks[:i])
		return nil
	}
	return r.nothingToInstall()
}

// chooseNamedLock takes the file of the key lock.
func (r *reader) chooseNamedLock(file string) error {
	const where = "pyproject.toml: [tool.python-pipeline]: lock"
	if !r.exists(file) {
		return fmt.Errorf("%s: %s: no such file", where, file)
	}
	i := slices.IndexFunc(locks, func(l lock) bool { return l.name == file })
	switch {
	case i < 0 && path.Ext(file) != ".txt":
		return fmt.Errorf("%s: %s is no lock file that is known; name a requirements file (.txt) or one of %s, in the app's folder", where, file, strings.Join(lockFiles(), ", "))
	case i < 0:
		r.lock = requirementsFiles
	case locks[i].read == nil:
		return locks[i].unsupported()
	default:
		r.lock = locks[i]
	}
	return nil
}

// decideLock says which lock was taken, and what lies there unread.
func (r *reader) decideLock() {
	if r.lock.kind == LockRequirements {
		return // the files have lines of their own
	}
	from := r.lock.name
	if r.settings.Lock != "" {
		from = key("lock")
	}
	var others []string
	for _, lock := range locks {
		if lock.name != r.lock.name && lock.find(r) {
			others = append(others, lock.name)
		}
	}
	value := r.lock.name
	if len(others) > 0 {
		value += fmt.Sprintf(" (not read: %s)", strings.Join(others, ", "))
	}
	r.decide("lock", value, from)
}

// warnOfUnread names the locks that come first by rights.
func (r *reader) warnOfUnread(unread []lock) {
	for _, lock := range unread {
		if lock.read != nil || !lock.find(r) {
			continue
		}
		if r.lock.kind == LockRequirements {
			r.warn("%s is not supported yet, so the requirements files were taken; make sure that they agree: %s", lock.name, lock.export)
		} else {
			r.warn("%s is not supported yet, so %s was taken; make sure that they agree, or remove one", lock.name, r.lock.name)
		}
	}
}

func (l lock) unsupported() error {
	return fmt.Errorf("%s: this lock format is not supported yet; export it: %s", l.name, l.export)
}

// lockFiles are the locks that are one file.
func lockFiles() []string {
	var names []string
	for _, lock := range locks {
		if lock.kind != LockRequirements {
			names = append(names, lock.name)
		}
	}
	return names
}
