package workflow

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/rhysd/actionlint"
)

func (s Scope) call(node *actionlint.FuncCallNode) (any, error) {
	var arguments []string
	for _, argument := range node.Args {
		value, err := s.node(argument)
		if err != nil {
			return nil, err
		}
		arguments = append(arguments, asString(value))
	}
	if own := s.Functions[strings.ToLower(node.Callee)]; own != nil {
		return own(arguments...), nil
	}
	switch name := strings.ToLower(node.Callee); {
	case name == "always" && len(arguments) == 0:
		return true, nil
	case name == "startswith" && len(arguments) == 2:
		return strings.HasPrefix(strings.ToLower(arguments[0]), strings.ToLower(arguments[1])), nil
	case name == "format" && len(arguments) > 0:
		return format(arguments[0], arguments[1:])
	}
	return nil, fmt.Errorf("function %s with %d arguments is not known here", node.Callee, len(arguments))
}

var placeholder = regexp.MustCompile(`\{\{|\}\}|\{(\d+)\}`)

// format fills in {0}, {1} and so on; two braces stand for one.
func format(text string, values []string) (string, error) {
	var problem error
	filled := placeholder.ReplaceAllStringFunc(text, func(found string) string {
		if found == "{{" || found == "}}" {
			return found[:1]
		}
		index, err := strconv.Atoi(found[1 : len(found)-1])
		if err != nil || index >= len(values) {
			problem = fmt.Errorf("format: there is no value for %s", found)
			return ""
		}
		return values[index]
	})
	return filled, problem
}
