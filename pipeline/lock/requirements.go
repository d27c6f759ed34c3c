package lock

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/source"
)

// Requirements are requirements files, which uv installs from as they are.
const Requirements Kind = "requirements"

var requirements = Format{
	Kind:      Requirements,
	Name:      "requirements files",
	Files:     productionFiles,
	BuildOnly: []string{"requirements*.txt", "requirements*.in", "*-requirements.txt", "requirements", "constraints*.txt"},
	Read:      readRequirements,
}

func readRequirements(tree *source.Tree, keys Keys) (*Lock, error) {
	if err := keys.checkNoGroups(); err != nil {
		return nil, err
	}
	key, declared := "requirements", keys.Requirements
	if keys.Lock != "" {
		key, declared = "lock", []string{keys.Lock}
	}
	l := &Lock{}
	if err := l.choose(&l.Production, tree, key, declared, productionFiles); err != nil {
		return nil, err
	}
	var err error
	if l.Production.Hashed, err = l.Production.checkHashes(); err != nil {
		return nil, err
	}
	l.Production.noteLocals(nil)
	if len(l.Production.Files) > 0 {
		l.File = l.Production.Files[0]
	}

	if err := l.choose(&l.Development, tree, "dev-requirements", keys.DevRequirements, developmentFiles); err != nil {
		return nil, err
	}
	l.Development.Hashed, err = l.Development.checkHashes()
	// uv accepts a list in which only some packages have hashes, and checks those; a
	// development file beside a hashed production file often is such a list.
	if err != nil && l.Development.requireHashes != nil {
		return nil, err
	}
	l.Development.noteLocals(l.Production.Locals)
	return l, nil
}

// noteLocals says why some packages of a set with hashes need none; known are those of
// which that is said already.
func (s *Set) noteLocals(known []Local) {
	var named []string
	for _, local := range s.Locals {
		if s.Hashed && !slices.ContainsFunc(known, local.IsSameAs) {
			named = append(named, fmt.Sprintf("%s (%s)", local.label(), local.Place))
		}
	}
	if len(named) == 0 {
		return
	}
	s.Notes = append(s.Notes, fmt.Sprintf("no hash, because they are built from the source or from a commit, which says what they are: %s", strings.Join(named, ", ")))
}

// choose reads the files that a key names, or else the first customary one.
func (l *Lock) choose(set *Set, tree *source.Tree, key string, declared, customary []string) error {
	subject, present := "requirements", []string(nil)
	if declared != nil {
		subject, set.Files = "pyproject.toml: [tool.python-pipeline]: "+key, cleanPaths(declared)
		set.From = strings.Join(append(slices.Clone(set.Files), fmt.Sprintf("the key %q", key)), ", ")
	} else if present = presentFiles(tree, customary, set == &l.Development); len(present) > 0 {
		set.Files, set.From = present[:1], present[0]
	}
	f := follower{tree: tree, lock: l, set: set, seen: map[visited]bool{}}
	for _, file := range set.Files {
		if err := f.follow(subject, file, false); err != nil {
			return err
		}
	}
	isRead := func(file string) bool { return slices.Contains(set.Inputs, file) }
	if others := slices.DeleteFunc(slices.Clone(present), isRead); len(others) > 0 {
		set.From += fmt.Sprintf(" (%s is not read; name what to read in %s)", strings.Join(others, ", "), key)
	}
	return nil
}

// cleanPaths turns ./requirements.txt into its path in an [io/fs.FS].
func cleanPaths(paths []string) []string {
	cleaned := make([]string, len(paths))
	for i, p := range paths {
		cleaned[i] = path.Clean(p)
	}
	return cleaned
}

// compiledBy is the command in the header of a file that a tool wrote.
var compiledBy = regexp.MustCompile(`(?m)^#[ \t]+((?:pip-compile|uv pip compile|uv export)\b.*)$`)

// noteCompiler keeps the command that made the files with this text: it is needed to
// upgrade one of their packages.
func (l *Lock) noteCompiler(files []string, text string) {
	m := compiledBy.FindStringSubmatch(text)
	if m == nil {
		return
	}
	if l.Compiled == nil {
		l.Compiled = map[string]string{}
	}
	for _, file := range files {
		l.Compiled[file] = settings.WithoutCredentials(strings.TrimSpace(m[1]))
	}
}

// Recompile changes a command of Compiled so that it upgrades one package.
func Recompile(command, name string) string {
	for _, tool := range []string{"pip-compile", "uv pip compile"} {
		if rest, found := strings.CutPrefix(command, tool); found {
			return tool + " --upgrade-package " + name + rest
		}
	}
	return uv.UpgradeOf(name) + " && " + command
}
