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
		return r.checkRequiresPython(from)
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

// requiresPython chooses the newest minor version with a base image that requires-python
// accepts.
func (r *reader) requiresPython() (version, from string, err error) {
	text, file := r.requiredPython()
	specifiers, err := lock.ParseSpecifiers(text)
	if err != nil {
		return "", "", fmt.Errorf("%s: requires-python: %w", file, err)
	}
	if len(specifiers) == 0 {
		return "", "", nil
	}
	from = fmt.Sprintf("requires-python %q in %s", text, file)
	available := r.pythons()
	for _, minor := range slices.Backward(available) {
		if specifiers.Accept(minor, lock.LatePatch) {
			return version3(minor), from, nil
		}
	}
	// Only early patch levels are accepted, or a single one.
	for _, minor := range slices.Backward(available) {
		if patch := specifiers.AcceptedPatch(minor); patch >= 0 {
			return fmt.Sprintf("3.%d.%d", minor, patch), from, nil
		}
	}
	if elsewhere := acceptedOf(officialPythons(), specifiers); len(elsewhere) > 0 {
		return "", "", r.noImage(versions(elsewhere, " or "), from)
	}
	return "", "", fmt.Errorf("%s: requires-python %q accepts none of %s; change it, or set python in [tool.python-pipeline]", file, text, versions(available, ", "))
}

// requiredPython is what the app requires of Python, and the file that says it: the
// lock, which is made for those versions alone, or else pyproject.toml.
func (r *reader) requiredPython() (text, file string) {
	if r.lock.RequiresPython != "" {
		return r.lock.RequiresPython, r.lock.File
	}
	return r.project.Project.RequiresPython, "pyproject.toml"
}

// checkRequiresPython warns of a version, from a place, that the project itself
// rejects. A lock that was not made for the version is an error: its markers would
// leave packages out.
func (r *reader) checkRequiresPython(from string) error {
	text, file := r.requiredPython()
	specifiers, err := lock.ParseSpecifiers(text)
	if err != nil {
		return fmt.Errorf("%s: requires-python: %w", file, err)
	}
	var minor int
	if _, err := fmt.Sscanf(r.plan.Python, "3.%d", &minor); err != nil {
		return fmt.Errorf("python: %q: %w", r.plan.Python, err)
	}
	switch {
	case specifiers.AcceptedPatch(minor) >= 0:
	case r.lock.RequiresPython != "":
		return fmt.Errorf("%s is for Python %s, but python is %s (%s); choose another version, or lock for this one", file, text, r.plan.Python, from)
	default:
		r.warn("requires-python %q in %s does not accept Python %s", text, file, r.plan.Python)
	}
	return nil
}
