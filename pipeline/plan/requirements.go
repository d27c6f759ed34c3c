package plan

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"dagger/python-pipeline/settings"
)

// requirementSet is what a list of requirements files comes to.
type requirementSet struct {
	files    []string // as handed to uv
	inputs   []string // files, and all they include
	packages []requirement
	// hashesAsked is where --require-hashes stands, if it does.
	hashesAsked *place
}

// readRequirements follows files, their -r and their -c. An error with a file
// that is not there begins with who asked for it.
func (r *reader) readRequirements(who string, files []string) (requirementSet, error) {
	f := follower{reader: r, set: requirementSet{files: files}, seen: map[visited]bool{}}
	for _, file := range files {
		if err := f.follow(who, file, false); err != nil {
			return f.set, err
		}
	}
	return f.set, nil
}

// follower walks the graph of requirements files.
type follower struct {
	*reader
	set   requirementSet
	seen  map[visited]bool
	stack []string
}

// visited is a file in one of its roles: a constraint asks for no package.
type visited struct {
	file       string
	constraint bool
}

func (f *follower) follow(who, file string, constraint bool) error {
	if i := slices.Index(f.stack, file); i >= 0 {
		return fmt.Errorf("%s: the file includes itself: %s", who, strings.Join(append(f.stack[i:], file), " → "))
	}
	if f.seen[visited{file, constraint}] {
		return nil
	}
	text, ok, err := f.text(file)
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("%s: %s: no such file", who, file)
	}
	f.seen[visited{file, constraint}] = true
	for _, input := range f.withTargets(file) {
		if !slices.Contains(f.set.inputs, input) {
			f.set.inputs = append(f.set.inputs, input)
		}
	}

	f.stack = append(f.stack, file)
	defer func() { f.stack = f.stack[:len(f.stack)-1] }()
	for _, line := range logicalLines(file, text) {
		switch {
		case line.text == "":
		case strings.HasPrefix(line.text, "-"):
			if err := f.option(line, constraint); err != nil {
				return err
			}
		default:
			r, err := parseRequirement(line)
			if err != nil {
				return err
			}
			if !constraint {
				f.set.packages = append(f.set.packages, r)
			}
		}
	}
	return nil
}

// option acts on those options that decide what is read; the others are for uv
// alone.
func (f *follower) option(line logicalLine, constraint bool) error {
	name, value := parseOption(line.text)
	shown := settings.WithoutCredentials(line.text)
	switch name {
	case "--editable":
		if versionSystem.MatchString(value) {
			return line.errorf("%s is an editable install, which needs a working tree; drop the option and leave the address: %s", shown, settings.WithoutCredentials(value))
		}
		return line.errorf("%s is an editable install, which needs a working tree and has no hash; remove the line (uv export has --no-emit-project, pip freeze --exclude-editable)", shown)
	case "--hash":
		return line.errorf("the hash belongs to no requirement; let the line before it end in a backslash")
	case "--require-hashes":
		f.set.hashesAsked = &line.place
	case "--requirement", "--constraint":
		constraint = constraint || name == "--constraint"
		if addressStart.MatchString(value) {
			if !constraint {
				return line.errorf("%s is not a file of the source; copy it there, so that every build installs the same", shown)
			}
			f.warn("%s: %s is not a file of the source: what it says may change from one build to the next", line.place, shown)
			return nil
		}
		target := path.Join(path.Dir(line.file), value)
		if value == "" || path.IsAbs(value) || !fs.ValidPath(target) {
			return line.errorf("%s lies outside the app's folder", shown)
		}
		return f.follow(fmt.Sprintf("%s: %s", line.place, shown), target, constraint)
	}
	return nil
}

// find is the first requirement of one of these names.
func (s requirementSet) find(names ...string) (requirement, bool) {
	for _, r := range s.packages {
		if slices.Contains(names, r.name) {
			return r, true
		}
	}
	return requirement{}, false
}

// listed is the packages as the plan has them.
func (s requirementSet) listed() []Package {
	var packages []Package
	for _, r := range s.packages {
		packages = append(packages, Package{Name: r.name, File: r.file, Line: r.line})
	}
	return packages
}
