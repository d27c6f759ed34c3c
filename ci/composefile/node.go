package composefile

import (
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"dagger/python-pipeline/printable"
)

// A mapping is a YAML mapping whose keys stay in the order in which they are added.
type mapping struct{ node *yaml.Node }

func newMapping() mapping { return mapping{&yaml.Node{Kind: yaml.MappingNode}} }

// add adds a key, and returns it for a comment above it.
func (m mapping) add(key string, value *yaml.Node) *yaml.Node {
	node := scalar(key)
	m.node.Content = append(m.node.Content, node, value)
	return node
}

// merge adds the keys of another mapping, which has an anchor.
func (m mapping) merge(from mapping) {
	key := &yaml.Node{Kind: yaml.ScalarNode, Value: "<<"}
	m.node.Content = append(m.node.Content, key, &yaml.Node{Kind: yaml.AliasNode, Value: from.node.Anchor, Alias: from.node})
}

// scalar returns a string, in quotes where YAML would take it for a number or the like.
func scalar(text string) *yaml.Node {
	node := new(yaml.Node)
	if err := node.Encode(text); err != nil {
		panic(err) // a string always has a form
	}
	if strings.Contains(text, "\n") {
		node.Style = yaml.LiteralStyle
	}
	if printable.Text(text) != text || misread.MatchString(text) {
		node.Style = yaml.DoubleQuotedStyle
	}
	return node
}

var (
	// word matches what needs no quotes in a list.
	word = regexp.MustCompile(`^[A-Za-z0-9_./=-]+$`)
	// misread matches what GitHub Actions would take for a command where the file is printed in a job's log.
	misread = regexp.MustCompile(`##\[|(?m:^[ \t]*::)`)
)

// flag returns true.
func flag() *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: "true"} }

// nothing returns a value that is left out.
func nothing() *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null"} }

// list returns a list in one line.
func list(texts ...string) *yaml.Node {
	node := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
	for _, text := range texts {
		element := scalar(text)
		if !word.MatchString(text) {
			element.Style = yaml.DoubleQuotedStyle
		}
		node.Content = append(node.Content, element)
	}
	return node
}

// block returns a list with a line for each element.
func block(elements ...*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.SequenceNode, Content: elements}
}
