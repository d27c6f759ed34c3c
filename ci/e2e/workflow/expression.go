package workflow

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/rhysd/actionlint"
)

// Contexts are what expressions are evaluated in: github, vars, secrets, steps
// and so on. A value is nil, a bool, a float64, a string or a map[string]any;
// names in maps are in small letters. What is not there is nil.
type Contexts map[string]any

// Functions are those whose result depends on the run.
type Functions map[string]func(arguments ...string) any

// A Scope is what is known where an expression stands.
type Scope struct {
	// Contexts are by name, in small letters.
	Contexts Contexts
	// Functions count before those that are known anyway, by name in small letters.
	Functions Functions
}

var interpolation = regexp.MustCompile(`\$\{\{(.+?)\}\}`)

// Text replaces the expressions in a text.
func (s Scope) Text(text string) (string, error) {
	var problem error
	replaced := interpolation.ReplaceAllStringFunc(text, func(found string) string {
		value, err := s.Value(interpolation.FindStringSubmatch(found)[1])
		if err != nil {
			problem = fmt.Errorf("%s: %w", found, err)
		}
		return asString(value)
	})
	return replaced, problem
}

var statusFunction = regexp.MustCompile(`\b(always|success|failure|cancelled)\(`)

// Holds tells whether an if is fulfilled. Like a runner it adds success() to one
// that names no status.
func (s Scope) Holds(condition string) (bool, error) {
	if inner := interpolation.FindStringSubmatch(condition); inner != nil && inner[0] == condition {
		condition = inner[1]
	}
	switch {
	case condition == "":
		condition = "success()"
	case !statusFunction.MatchString(condition):
		condition = "success() && (" + condition + ")"
	}
	value, err := s.Value(condition)
	return truthy(value), err
}

// Value evaluates one expression.
func (s Scope) Value(expression string) (any, error) {
	node, err := actionlint.NewExprParser().Parse(actionlint.NewExprLexer(expression + "}}"))
	if err != nil {
		return nil, err
	}
	return s.node(node)
}

func (s Scope) node(node actionlint.ExprNode) (any, error) {
	switch node := node.(type) {
	case *actionlint.NullNode:
		return nil, nil
	case *actionlint.BoolNode:
		return node.Value, nil
	case *actionlint.IntNode:
		return float64(node.Value), nil
	case *actionlint.FloatNode:
		return node.Value, nil
	case *actionlint.StringNode:
		return node.Value, nil
	case *actionlint.VariableNode:
		value, known := s.Contexts[strings.ToLower(node.Name)]
		if !known {
			return nil, fmt.Errorf("context %s is not known here", node.Name)
		}
		return value, nil
	case *actionlint.ObjectDerefNode:
		return s.property(node.Receiver, node.Property)
	case *actionlint.NotOpNode:
		value, err := s.node(node.Operand)
		return !truthy(value), err
	case *actionlint.LogicalOpNode:
		left, err := s.node(node.Left)
		if err != nil || truthy(left) == (node.Kind == actionlint.LogicalOpNodeKindOr) {
			return left, err
		}
		return s.node(node.Right)
	case *actionlint.CompareOpNode:
		return s.compare(node)
	case *actionlint.FuncCallNode:
		return s.call(node)
	}
	return nil, fmt.Errorf("%T is not known here", node)
}

func (s Scope) property(receiver actionlint.ExprNode, name string) (any, error) {
	value, err := s.node(receiver)
	if err != nil {
		return nil, err
	}
	object, _ := value.(map[string]any)
	return object[strings.ToLower(name)], nil
}

func (s Scope) compare(node *actionlint.CompareOpNode) (any, error) {
	if !node.Kind.IsEqualityOp() {
		return nil, fmt.Errorf("%s is not known here", node.Kind)
	}
	left, err := s.node(node.Left)
	if err != nil {
		return nil, err
	}
	right, err := s.node(node.Right)
	return equal(left, right) == (node.Kind == actionlint.CompareOpNodeKindEq), err
}

// equal compares as GitHub does: letters of any case are the same, and values of
// two types are numbers.
func equal(left, right any) bool {
	if a, is := left.(string); is {
		if b, is := right.(string); is {
			return strings.EqualFold(a, b)
		}
	}
	return number(left) == number(right)
}

func number(value any) float64 {
	switch value := value.(type) {
	case nil:
		return 0
	case bool:
		if value {
			return 1
		}
		return 0
	case float64:
		return value
	case string:
		if strings.TrimSpace(value) == "" {
			return 0
		}
		if n, err := strconv.ParseFloat(strings.TrimSpace(value), 64); err == nil {
			return n
		}
	}
	return math.NaN()
}

func truthy(value any) bool {
	switch value := value.(type) {
	case nil:
		return false
	case bool:
		return value
	case float64:
		return value != 0 && !math.IsNaN(value)
	case string:
		return value != ""
	}
	return true
}

func asString(value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(value, 'g', 15, 64)
	case map[string]any:
		return "Object"
	}
	return fmt.Sprint(value)
}
