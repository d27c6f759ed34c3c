// Package setupcfg reads setup.cfg, in which older projects describe themselves to
// setuptools.
package setupcfg

import (
	"regexp"
	"strings"
)

// File has the values of the sections by their keys, which are in lower case with
// underscores. A value of several lines keeps their ends.
type File map[string]map[string]string

var (
	section    = regexp.MustCompile(`^\[([^\]]+)\]`)
	assignment = regexp.MustCompile(`^([^=:]+?)\s*[=:]\s*(.*)$`)
)

// Parse reads the text of the file as Python's configparser does. What that refuses, it
// skips: the project's own tools report it.
func Parse(text string) File {
	file := File{}
	var values map[string]string // of the section
	key := ""                    // that an indented line continues
	for line := range strings.Lines(text) {
		stripped := strings.TrimSpace(line)
		if strings.HasPrefix(stripped, "#") || strings.HasPrefix(stripped, ";") {
			continue
		}
		if strings.TrimLeft(line, " \t") != line && key != "" {
			values[key] += "\n" + stripped
			continue
		}
		if m := section.FindStringSubmatch(stripped); m != nil {
			key = ""
			if values = file[m[1]]; values == nil {
				values = map[string]string{}
				file[m[1]] = values
			}
		} else if m := assignment.FindStringSubmatch(stripped); m != nil && values != nil {
			key = strings.ReplaceAll(strings.ToLower(m[1]), "-", "_")
			values[key] = m[2]
		}
	}
	return file
}

// Lines splits a value of several lines, without empty ones.
func (f File) Lines(section, key string) []string {
	var lines []string
	for line := range strings.Lines(f[section][key]) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// IsPackage reports whether the file describes a package, rather than the settings of
// tools alone.
func (f File) IsPackage() bool { return f["metadata"]["name"] != "" || f["options"] != nil }
