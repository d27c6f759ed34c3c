package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dagger/python-pipeline/lock"
	"dagger/python-pipeline/source"
)

// pythonSources may declare a version; the first that does wins. Each returns the
// version as it is written and where it was found, or "".
var pythonSources = []func(*reader) (version, from string, err error){
	func(r *reader) (string, string, error) { return r.options.Python, argument("python"), nil },
	func(r *reader) (string, string, error) { return r.settings.Python, key("python"), nil },
	func(r *reader) (string, string, error) { return r.findVersion(".python-version", wholeLine) },
	(*reader).versionOfWorkspace,
	func(r *reader) (string, string, error) { return r.findVersion("runtime.txt", wholeLine) },
	func(r *reader) (string, string, error) { return r.findVersion(".tool-versions", toolVersion) },
	func(r *reader) (string, string, error) { return r.lock.Python, r.lock.PythonFrom, nil },
	(*reader).requiresPython,
	(*reader).defaultPython,
}

func (r *reader) decidePython() error {
	for _, declared := range pythonSources {
		version, from, err := declared(r)
		if err != nil {
			return err
		}
		if version == "" {
			continue
		}
		minor, value, err := matchMinor(version)
		if err != nil {
			return fmt.Errorf("%s: %w", from, err)
		}
		if err := r.checkPython(minor, from); err != nil {
			return err
		}
		r.plan.Python, r.plan.Variant = minor, r.settings.Variant
		r.decide("python", value, from)
		r.decide("variant", r.settings.Variant, r.keyOrDefault("variant"))
		if err := r.checkRequiresPython(from); err != nil {
			return err
		}
		return r.checkPackages(minor, from)
	}
	return nil
}

// findVersion returns the first version in a file. The function read gets each line
// without its comment, and returns the version in it, or "".
func (r *reader) findVersion(file string, read func(line string) string) (version, from string, err error) {
	return findVersionIn(r.tree, file, read)
}

// versionOfWorkspace reads the .python-version of the workspace, which uv reads where a
// member has none.
func (r *reader) versionOfWorkspace() (version, from string, err error) {
	if r.plan.Folder == "" {
		return "", "", nil
	}
	const file = ".python-version"
	version, _, err = findVersionIn(r.lockTree, file, wholeLine)
	return version, file + " of the workspace", err
}

func findVersionIn(tree *source.Tree, file string, read func(line string) string) (version, from string, err error) {
	text, _, err := tree.Text(file)
	for _, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		if version := read(strings.TrimSpace(line)); version != "" {
			return version, file, err
		}
	}
	return "", "", err
}

// wholeLine reads .python-version and runtime.txt.
func wholeLine(line string) string { return line }

// toolVersion reads a line of .tool-versions, the file of asdf and mise: a tool and
// its versions.
func toolVersion(line string) string {
	if words := strings.Fields(line); len(words) > 1 && words[0] == "python" {
		return words[1]
	}
	return ""
}

// versionPattern matches a version as people write it; runtime.txt of Cloud Foundry
// may leave the patch level open, as in python-3.13.x.
var versionPattern = regexp.MustCompile(`^(?:c?python[-@]?)?(3\.([0-9]{1,3})(?:\.(?:[0-9]+|x))?)$`)

// matchMinor returns the minor version of a version as people write it, and the text
// of the decision, which mentions a patch level, since base images exist for minor
// versions only.
func matchMinor(version string) (minor, value string, err error) {
	m := versionPattern.FindStringSubmatch(version)
	if m == nil {
		return "", "", fmt.Errorf(`%q is not a valid version of CPython 3; write it like 3.13, or set python in [tool.python-pipeline]`, version)
	}
	number, err := strconv.Atoi(m[2])
	if err != nil {
		return "", "", err
	}
	if minor = version3(number); m[1] != minor {
		return minor, fmt.Sprintf("%s (%s requested; matched by its minor version)", minor, m[1]), nil
	}
	return minor, minor, nil
}

// requiresPython chooses from the versions with a base image that requires-python accepts
// the one that suits the locked packages best.
func (r *reader) requiresPython() (version, from string, err error) {
	declared, err := r.readRange()
	if err != nil || len(declared.specifiers) == 0 {
		return "", "", err
	}
	available, specifiers := r.pythons(), declared.specifiers
	late := func(minor int) bool { return specifiers.Accept(minor, lock.LatePatch) }
	accepted := slices.DeleteFunc(slices.Clone(available), func(minor int) bool { return !late(minor) })
	if len(accepted) == 0 { // perhaps only early patch levels are accepted, or a single one
		accepted = acceptedOf(available, specifiers)
	}
	if len(accepted) == 0 {
		if elsewhere := acceptedOf(officialPythons(), specifiers); len(elsewhere) > 0 {
			return "", "", r.noImage(versions(elsewhere, " or "), declared.text)
		}
		return "", "", fmt.Errorf("%s accepts none of %s; change it, or set python in [tool.python-pipeline]", declared.place, versions(available, ", "))
	}
	candidates := r.candidates(accepted)
	chosen, found := best(candidates)
	if !found {
		return "", "", r.noneInstalls(candidates, declared)
	}
	from = declared.text + heldBack(candidates, chosen)
	if late(chosen.minor) {
		return version3(chosen.minor), from, nil
	}
	return fmt.Sprintf("3.%d.%d", chosen.minor, specifiers.AcceptedPatch(chosen.minor)), from, nil
}

// checkRequiresPython warns of a version, from a place, that the project itself
// rejects. A lock that was not made for the version is an error: its markers would
// leave packages out.
func (r *reader) checkRequiresPython(from string) error {
	declared, err := r.readRange()
	if err != nil {
		return err
	}
	ofLock, err := lock.ParseSpecifiers(r.lock.RequiresPython)
	if err != nil {
		return fmt.Errorf("%s: requires-python: %w", r.lock.File, err)
	}
	minor := minorOf(r.plan.Python)
	switch {
	case declared.specifiers.AcceptedPatch(minor) >= 0:
	case ofLock.AcceptedPatch(minor) < 0:
		return fmt.Errorf("%s is for Python %s, but python is %s (%s); choose another version, or lock for this one", r.lock.File, r.lock.RequiresPython, r.plan.Python, from)
	default:
		r.warn("requires-python %q in pyproject.toml does not accept Python %s", r.project.Project.RequiresPython, r.plan.Python)
	}
	return nil
}
