package ignorefile

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"dagger/python-pipeline/suggest"
)

// Names of Trivy's sections and keys.
var (
	sections = []string{"vulnerabilities", "misconfigurations", "secrets", "licenses"}
	keys     = []string{"id", "statement", "expired_at", "paths", "purls"}
)

// readYAML reads the lists of the sections.
func readYAML(text string) ([]entry, []error) {
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(text), &document); err != nil {
		return nil, []error{errors.New(strings.TrimPrefix(err.Error(), "yaml: "))}
	}
	if len(document.Content) == 0 { // only comments
		return nil, nil
	}
	var r yamlReader
	if r.refuseAliases(&document); len(r.problems) > 0 {
		return nil, r.problems
	}
	r.mapping(document.Content[0], "the file", sections, func(_ string, list *yaml.Node) {
		r.list(list, "", func(node *yaml.Node) { r.entry(node) })
	})
	return r.entries, r.problems
}

// yamlReader collects the entries and problems of a file.
type yamlReader struct {
	entries  []entry
	problems []error
}

func (r *yamlReader) refuse(node *yaml.Node, format string, args ...any) {
	if len(r.problems) == maxProblems {
		return
	}
	r.problems = append(r.problems, atLine(node.Line, format, args...))
}

// refuseAliases rejects aliases: a few lines of them can expand to more than the
// memory holds, or contain themselves.
func (r *yamlReader) refuseAliases(node *yaml.Node) {
	if node.Kind == yaml.AliasNode {
		r.refuse(node, "the alias *%s is not supported; write its value here", node.Value)
	}
	for _, child := range node.Content {
		r.refuseAliases(child)
	}
}

// mapping calls visit for each value with a known key.
func (r *yamlReader) mapping(node *yaml.Node, what string, known []string, visit func(name string, value *yaml.Node)) {
	if empty(node) {
		return
	}
	if node.Kind != yaml.MappingNode {
		r.refuse(node, "%s is %s; it must be a mapping with keys of %s", what, kind(node), strings.Join(known, ", "))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		name, value := node.Content[i], node.Content[i+1]
		switch {
		case !slices.Contains(known, name.Value):
			r.refuse(name, "unknown key %q; %s", name.Value, hint(name.Value, known))
		case seen[name.Value]:
			r.refuse(name, "%s appears twice; remove one", name.Value)
		default:
			seen[name.Value] = true
			visit(name.Value, value)
		}
	}
}

// list calls visit for each element of a list; problems begin with prefix.
func (r *yamlReader) list(node *yaml.Node, prefix string, visit func(*yaml.Node)) {
	switch {
	case empty(node):
	case node.Kind != yaml.SequenceNode:
		r.refuse(node, "%sit is %s; it must be a list, whose lines begin with a hyphen", prefix, kind(node))
	default:
		for _, element := range node.Content {
			visit(element)
		}
	}
}

func (r *yamlReader) entry(node *yaml.Node) {
	e := entry{line: node.Line}
	if node.Kind == yaml.ScalarNode && !empty(node) {
		r.refuse(node, "%q is not a valid entry; write it like - id: %s", node.Value, node.Value)
		return
	}
	r.mapping(node, "an entry", keys, func(name string, value *yaml.Node) {
		switch name {
		case "id":
			e.id = r.text(name, value)
		case "statement":
			e.statement = r.text(name, value) != ""
		case "expired_at":
			e.expires = r.date(value)
		default:
			r.list(value, name+": ", func(element *yaml.Node) { r.text(name, element) })
		}
	})
	if node.Kind == yaml.MappingNode && e.id == "" {
		r.refuse(node, "an entry has no id, such as CVE-2022-28346")
	}
	r.entries = append(r.entries, e)
}

func (r *yamlReader) text(name string, value *yaml.Node) string {
	if value.Kind != yaml.ScalarNode {
		r.refuse(value, "%s is %s; it must be a string", name, kind(value))
		return ""
	}
	if empty(value) {
		return ""
	}
	return strings.TrimSpace(value.Value)
}

// date reads a date or a time, for which YAML has a type; in quotes it is a string.
func (r *yamlReader) date(value *yaml.Node) (day time.Time) {
	if empty(value) {
		return day
	}
	if err := value.Decode(&day); err != nil {
		r.refuse(value, "expired_at: %s is not a valid date; write it like 2026-12-31, without quotes", kind(value))
	}
	return day.UTC()
}

func empty(node *yaml.Node) bool { return node.Kind == yaml.ScalarNode && node.Tag == "!!null" }

// kind names a value by its type, or shows it.
func kind(node *yaml.Node) string {
	switch node.Kind {
	case yaml.SequenceNode:
		return "a list"
	case yaml.MappingNode:
		return "a mapping"
	}
	return fmt.Sprintf("%q", node.Value)
}

// synonyms maps words that people write instead of a key, and that are too different
// from it to be found by their letters.
var synonyms = map[string]string{
	"expired": "expired_at", "expires": "expired_at", "expiry": "expired_at", "expiration": "expired_at", "until": "expired_at", "exp": "expired_at",
	"reason": "statement", "comment": "statement", "why": "statement", "justification": "statement", "description": "statement",
	"cve": "id", "name": "id", "vulnerability": "vulnerabilities", "cves": "vulnerabilities",
}

// hint suggests the known key that is most like a name, or lists all keys.
func hint(name string, known []string) string {
	plain := strings.ReplaceAll(strings.ToLower(name), "-", "_")
	best := synonyms[plain]
	if !slices.Contains(known, best) {
		best = suggest.Closest(name, known, max(2, len(name)/3))
	}
	if best == "" {
		return "known are " + strings.Join(known, ", ")
	}
	return fmt.Sprintf("did you mean %q?", best)
}
