package lock

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/source"
)

// follower walks the graph of requirements files.
type follower struct {
	tree  *source.Tree
	lock  *Lock // gets the commands that compiled the files
	set   *Set
	seen  map[visited]bool
	stack []string
}

// visited is a file in one of its roles: a constraint installs no package.
type visited struct {
	file       string
	constraint bool
}

// follow reads a file and the files that it includes. The error for a missing file
// begins with the subject that names it.
func (f *follower) follow(subject, file string, constraint bool) error {
	if i := slices.Index(f.stack, file); i >= 0 {
		return fmt.Errorf("%s: the file includes itself: %s", subject, strings.Join(append(f.stack[i:], file), " → "))
	}
	if f.seen[visited{file, constraint}] {
		return nil
	}
	text, ok, err := f.tree.Text(file)
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("%s: %s: no such file", subject, file)
	}
	f.seen[visited{file, constraint}] = true
	inputs := f.tree.WithTargets(file)
	f.lock.noteCompiler(inputs, text)
	for _, input := range inputs {
		if !slices.Contains(f.set.Inputs, input) {
			f.set.Inputs = append(f.set.Inputs, input)
		}
	}

	f.stack = append(f.stack, file)
	defer func() { f.stack = f.stack[:len(f.stack)-1] }()
	var leftOut []logicalLine
	for _, line := range logicalLines(file, text) {
		isLocal, err := f.readLine(line, constraint)
		if err != nil {
			return err
		}
		if isLocal {
			leftOut = append(leftOut, line)
		}
	}
	if len(leftOut) > 0 {
		if f.set.Made == nil {
			f.set.Made = map[string]string{}
		}
		f.set.Made[file] = without(text, leftOut)
	}
	return nil
}

// readLine reads a line; isLocal means that it names a package that is built from a
// folder.
func (f *follower) readLine(line logicalLine, constraint bool) (isLocal bool, err error) {
	if line.text == "" {
		return false, nil
	}
	text, editable := line.text, false
	if strings.HasPrefix(text, "-") {
		name, value := parseOption(text)
		if name != "--editable" {
			return false, f.applyOption(line, name, value, constraint)
		}
		text, editable = value, true
	}
	local, err := parseLocal(f.tree, line, text, editable)
	switch {
	case err != nil:
		return false, err
	case local != nil && constraint:
		return false, line.Errorf("%s is a constraint, which can only name releases; move the line to a requirements file", local.label())
	case local != nil:
		f.set.Locals = append(f.set.Locals, *local)
		return true, nil
	}
	r, err := parseRequirement(line)
	switch {
	case err != nil:
	case constraint:
		f.set.constraints = append(f.set.constraints, r)
	default:
		f.set.Packages = append(f.set.Packages, r)
	}
	return false, err
}

// applyOption handles the options that decide which files are read; the others are
// for uv alone.
func (f *follower) applyOption(line logicalLine, name, value string, constraint bool) error {
	shown := settings.WithoutCredentials(line.text)
	switch name {
	case "--hash":
		return line.Errorf("the hash belongs to no requirement; end the line before it in a backslash")
	case "--require-hashes":
		f.set.requireHashes = &line.Place
	case "--requirement", "--constraint":
		constraint = constraint || name == "--constraint"
		if addressStart.MatchString(value) {
			if !constraint {
				return line.Errorf("%s is not a file of the source; copy it there, so that every build installs the same", shown)
			}
			f.set.Notes = append(f.set.Notes, fmt.Sprintf("%s: %s is not a file of the source: it may change from one build to the next", line.Place, shown))
			return nil
		}
		target := path.Join(path.Dir(line.File), value)
		if value == "" || path.IsAbs(value) || !fs.ValidPath(target) {
			return line.Errorf("%s lies outside the app's folder", shown)
		}
		return f.follow(fmt.Sprintf("%s: %s", line.Place, shown), target, constraint)
	}
	return nil
}
