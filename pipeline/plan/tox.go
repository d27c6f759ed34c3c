package plan

import (
	"fmt"
	"slices"
	"strings"

	"dagger/python-pipeline/lock"
)

// toxFile configures tox, which installs for itself what the tests need. The pipeline does not read more of it than it
// takes to say what belongs into the requirements.
const toxFile = "tox.ini"

// whereToAddPytest says how an app whose tests need pytest gets it.
func (r *reader) whereToAddPytest() (string, error) {
	text, _, err := r.tree.Text(toxFile)
	if err != nil {
		return "", err
	}
	deps := toxDeps(text)
	for _, dep := range deps {
		for _, option := range []string{"--requirement", "-r"} {
			file, is := strings.CutPrefix(dep, option)
			file = strings.TrimPrefix(strings.Trim(file, " ="), "{toxinidir}/")
			if is && r.tree.Exists(file) && !r.isForProduction(file) {
				return fmt.Sprintf("%s installs %s for them: dev-requirements = [%q] does so here", toxFile, file, file), nil
			}
		}
	}
	if len(deps) > 0 {
		return fmt.Sprintf("write what %s installs for them (%s) into requirements-dev.txt", toxFile, strings.Join(deps, ", ")), nil
	}
	return "add it to a file of dev-requirements", nil
}

// isForProduction reports whether a requirements file has packages of production.
func (r *reader) isForProduction(file string) bool {
	return file == "requirements.txt" || slices.ContainsFunc(r.lock.Production.Packages, func(p lock.Requirement) bool { return p.Place.File == file })
}

// toxDeps returns the requirements of the key deps, in [testenv] and the sections of its environments.
func toxDeps(text string) []string {
	var deps []string
	var inEnvironment, inDeps bool
	for line := range strings.Lines(text) {
		indented := strings.TrimLeft(line, " \t") != line
		line, _, _ = strings.Cut(strings.TrimSpace(line), " #")
		key, value, isKey := strings.Cut(line, "=")
		switch {
		case line == "" || line[0] == '#' || line[0] == ';':
			continue
		case line[0] == '[':
			inEnvironment, inDeps = strings.HasPrefix(line, "[testenv"), false
			continue
		case indented && inDeps:
			value = line
		case isKey && !indented:
			inDeps = inEnvironment && strings.TrimSpace(key) == "deps"
		}
		// An environment may be named before what it alone installs.
		if names, dep, conditional := strings.Cut(value, ": "); conditional && !strings.ContainsAny(names, " =<>") {
			value = dep
		}
		if value = strings.TrimSpace(value); inDeps && value != "" && !strings.HasPrefix(value, "{[") {
			deps = append(deps, value)
		}
	}
	return deps
}
