package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Released minor versions of Python 3 that have base images.
const (
	oldestMinor = 9
	newestMinor = 14
)

// defaultPython is taken when nothing declares a version.
const defaultPython = "3.11"

// pythons lists the versions that have base images, oldest first.
func pythons() []string {
	var versions []string
	for minor := oldestMinor; minor <= newestMinor; minor++ {
		versions = append(versions, fmt.Sprintf("3.%d", minor))
	}
	return versions
}

// pythonSources are what may declare a version, the first that does wins.
// Each gives the version as it is written and where it was found, or "".
var pythonSources = []func(*reader) (asked, from string, err error){
	func(r *reader) (string, string, error) { return r.options.Python, argument("python"), nil },
	func(r *reader) (string, string, error) { return r.settings.Python, key("python"), nil },
	func(r *reader) (string, string, error) { return r.versionFile(".python-version") },
	func(r *reader) (string, string, error) { return r.versionFile("runtime.txt") },
	(*reader).toolVersions,
	(*reader).pipenvPython,
	(*reader).requiresPython,
	func(*reader) (string, string, error) { return defaultPython, byDefault, nil },
}

func (r *reader) decidePython() error {
	for _, source := range pythonSources {
		asked, from, err := source(r)
		if err != nil {
			return err
		}
		if asked == "" {
			continue
		}
		minor, value, err := matchMinor(asked)
		if err != nil {
			return fmt.Errorf("%s: %w", from, err)
		}
		r.plan.Python, r.plan.Variant = minor, r.settings.Variant
		r.decide("python", value, from)
		r.decide("variant", r.settings.Variant, r.given("variant"))
		break
	}
	return r.checkRequiresPython()
}

// given is where the value of a key with a fixed default comes from.
func (r *reader) given(name string) string {
	if slices.Contains(r.settings.Given, name) {
		return key(name)
	}
	return byDefault
}

// versionFile reads a file whose first line that counts is a version.
func (r *reader) versionFile(name string) (asked, from string, err error) {
	text, ok, err := r.text(name)
	if !ok || err != nil {
		return "", "", err
	}
	for _, line := range strings.Split(text, "\n") {
		if line, _, _ = strings.Cut(line, "#"); strings.TrimSpace(line) != "" {
			return strings.TrimSpace(line), name, nil
		}
	}
	return "", "", nil
}

// toolVersions reads asdf's and mise's file: a tool a line, then its versions.
func (r *reader) toolVersions() (asked, from string, err error) {
	const name = ".tool-versions"
	text, ok, err := r.text(name)
	if !ok || err != nil {
		return "", "", err
	}
	for _, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		if words := strings.Fields(line); len(words) > 1 && words[0] == "python" {
			return words[1], name, nil
		}
	}
	return "", "", nil
}

var versionPattern = regexp.MustCompile(`^(?:c?python[-@]?)?(3\.([0-9]{1,3})(?:\.[0-9]+)?)$`)

// matchMinor gives the minor version of a version as people write it, and the
// text of the decision: base images exist for minor versions only, so what
// becomes of a patch level has to be said.
func matchMinor(asked string) (minor, value string, err error) {
	m := versionPattern.FindStringSubmatch(asked)
	if m == nil {
		return "", "", fmt.Errorf(`%q is no version of CPython 3; write it like 3.13, or set python in [tool.python-pipeline]`, asked)
	}
	number, err := strconv.Atoi(m[2])
	if err != nil {
		return "", "", err
	}
	minor = fmt.Sprintf("3.%d", number)
	if number < oldestMinor || number > newestMinor {
		return "", "", fmt.Errorf("there is no base image for Python %s; choose one of %s", minor, strings.Join(pythons(), ", "))
	}
	if m[1] != minor {
		return minor, fmt.Sprintf("%s (%s asked; matched by its minor version)", minor, m[1]), nil
	}
	return minor, minor, nil
}
