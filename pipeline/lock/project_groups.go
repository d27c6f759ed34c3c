package lock

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dagger/python-pipeline/installed"
)

// An expansion collects the requirements of groups and extras, which may name others.
type expansion struct {
	*projectFile
	seen  map[string]bool
	lines []logicalLine
}

// group adds a dependency group; above are the groups that include it.
func (e *expansion) group(name string, above []string) error {
	key := installed.CanonicalName(name)
	at := placeOf(pyprojectFile, e.text, "dependency-groups", name)
	if slices.Contains(above, key) {
		return at.Errorf("[dependency-groups]: the group %s includes itself: %s", name, strings.Join(append(above, key), " → "))
	}
	if e.seen["group "+key] {
		return nil
	}
	e.seen["group "+key] = true
	entries, found := e.groupNamed(key)
	if !found {
		return at.Errorf("[dependency-groups]: %s includes the group %s, which does not exist; add it, or correct the name", above[len(above)-1], name)
	}
	list, is := entries.([]any)
	if !is {
		return at.Errorf("[dependency-groups]: %s is not a list; write it like %s = [\"pytest\"]", name, name)
	}
	for _, entry := range list {
		switch entry := entry.(type) {
		case string:
			e.require("dependency-groups", entry)
			continue
		case map[string]any:
			if included, is := entry["include-group"].(string); is && len(entry) == 1 {
				if err := e.group(included, append(slices.Clip(above), key)); err != nil {
					return err
				}
				continue
			}
		}
		return at.Errorf("[dependency-groups]: %s: %s is not a valid entry; write a requirement, or { include-group = \"NAME\" }", name, fmt.Sprint(entry))
	}
	return nil
}

func (e *expansion) groupNamed(key string) (any, bool) {
	for name, entries := range e.Groups {
		if installed.CanonicalName(name) == key {
			return entries, true
		}
	}
	return nil, false
}

// extra adds an extra of the project.
func (e *expansion) extra(name string) {
	key := installed.CanonicalName(name)
	if e.seen["extra "+key] || e.Project == nil {
		return
	}
	e.seen["extra "+key] = true
	for name, requirements := range e.Project.Extras {
		if installed.CanonicalName(name) != key {
			continue
		}
		for _, text := range requirements {
			e.require("project", text)
		}
	}
}

// ownExtras matches name[extras], which a project writes of itself.
var ownExtras = regexp.MustCompile(`^\s*([A-Za-z0-9._-]+)\s*\[([^\]]*)\]\s*$`)

// require adds a requirement. One of the project itself stands for its extras.
func (e *expansion) require(table, text string) {
	if m := ownExtras.FindStringSubmatch(text); m != nil && e.Project != nil && installed.CanonicalName(m[1]) == installed.CanonicalName(e.Project.Name) {
		for _, name := range extrasOf(m[2]) {
			e.extra(name)
		}
		return
	}
	e.lines = append(e.lines, e.projectFile.lines(table, []string{text})...)
}
