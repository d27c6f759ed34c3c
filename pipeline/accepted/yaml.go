package accepted

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// Names in the file, as Trivy reads them.
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
	if len(document.Content) == 0 { // nothing but comments
		return nil, nil
	}
	var r yamlReader
	if r.refuseAliases(&document); len(r.problems) > 0 {
		return nil, r.problems
	}
	r.table(document.Content[0], "the file", sections, func(_ string, list *yaml.Node) {
		r.list(list, "", func(node *yaml.Node) { r.entry(node) })
	})
	return r.entries, r.problems
}

// yamlReader collects what a file says, and what is wrong with it.
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

// refuseAliases refuses what stands for another part of the file: a few lines can
// stand for more than a memory holds, or for themselves.
func (r *yamlReader) refuseAliases(node *yaml.Node) {
	if node.Kind == yaml.AliasNode {
		r.refuse(node, "*%s stands for what is written elsewhere; write it out here", node.Value)
	}
	for _, child := range node.Content {
		r.refuseAliases(child)
	}
}

// table visits the values of a table whose names are known.
func (r *yamlReader) table(node *yaml.Node, what string, known []string, visit func(name string, value *yaml.Node)) {
	if empty(node) {
		return
	}
	if node.Kind != yaml.MappingNode {
		r.refuse(node, "%s is %s; it must be a table with %s", what, kind(node), either(known))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		name, value := node.Content[i], node.Content[i+1]
		switch {
		case !slices.Contains(known, name.Value):
			r.refuse(name, "unknown key %q; %s", name.Value, hint(name.Value, known))
		case seen[name.Value]:
			r.refuse(name, "%s is there twice; remove one", name.Value)
		default:
			seen[name.Value] = true
			visit(name.Value, value)
		}
	}
}

// list visits the elements of a list; whose it is begins a problem.
func (r *yamlReader) list(node *yaml.Node, whose string, visit func(*yaml.Node)) {
	switch {
	case empty(node):
	case node.Kind != yaml.SequenceNode:
		r.refuse(node, "%sit is %s; it must be a list, whose lines begin with a hyphen", whose, kind(node))
	default:
		for _, element := range node.Content {
			visit(element)
		}
	}
}

func (r *yamlReader) entry(node *yaml.Node) {
	e := entry{line: node.Line}
	if node.Kind == yaml.ScalarNode && !empty(node) {
		r.refuse(node, "%q is no entry; write it like - id: %s", node.Value, node.Value)
		return
	}
	r.table(node, "an entry", keys, func(name string, value *yaml.Node) {
		switch name {
		case "id":
			e.id = r.text(name, value)
		case "statement":
			e.statement = r.text(name, value) != ""
		case "expired_at":
			e.expires = r.day(value)
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
		r.refuse(value, "%s is %s; it must be a text", name, kind(value))
		return ""
	}
	if empty(value) {
		return ""
	}
	return strings.TrimSpace(value.Value)
}

// day reads a day or a time, which YAML has a type for; in quotes it is another.
func (r *yamlReader) day(value *yaml.Node) (day time.Time) {
	if empty(value) {
		return day
	}
	if err := value.Decode(&day); err != nil {
		said := kind(value)
		if value.Kind == yaml.ScalarNode {
			said = fmt.Sprintf("%q", value.Value)
		}
		r.refuse(value, "expired_at: %s is no day; write it like 2026-12-31, without quotes", said)
	}
	return day.UTC()
}

func empty(node *yaml.Node) bool { return node.Kind == yaml.ScalarNode && node.Tag == "!!null" }

// kind names a value that is none of what belongs in its place.
func kind(node *yaml.Node) string {
	switch node.Kind {
	case yaml.SequenceNode:
		return "a list"
	case yaml.MappingNode:
		return "a table"
	}
	return fmt.Sprintf("%q", node.Value)
}
