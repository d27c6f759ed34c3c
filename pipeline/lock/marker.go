package lock

import (
	"errors"
	"fmt"
	"regexp"
	"slices"

	"dagger/python-pipeline/installed"
)

// selection is what a user chooses of a lock: extras and groups of packages.
type selection struct{ extras, groups []string }

// maxShownMarker is how much of a marker an error shows, in bytes.
const maxShownMarker = 200

// mayApply reports whether an environment marker can hold on some platform, with
// some version of Python, for a selection. "" always holds.
func (s selection) mayApply(marker string) (bool, error) {
	if marker == "" {
		return true, nil
	}
	p := markerParser{selection: s, tokens: markerToken.FindAllString(marker, -1)}
	holds, err := p.any()
	if err == nil && len(p.tokens) > 0 {
		err = fmt.Errorf("%s is left over", p.tokens[0])
	}
	if err != nil {
		if len(marker) > maxShownMarker {
			marker = marker[:maxShownMarker] + "…"
		}
		return false, fmt.Errorf("%q is not a valid marker (%w)", marker, err)
	}
	return holds, nil
}

var markerToken = regexp.MustCompile(`"[^"]*"|'[^']*'|[A-Za-z_.]+|[<>=!~]+|[()]|[^\s]`)

// markerParser evaluates a marker while it reads it. A comparison that depends on
// the platform counts as true, which is right for "some platform", because markers
// have no negation but in comparisons.
type markerParser struct {
	selection
	tokens []string
	depth  int // of parentheses
}

// maxMarkerDepth is more than any tool writes.
const maxMarkerDepth = 100

func (p *markerParser) next() string {
	if len(p.tokens) == 0 {
		return ""
	}
	token := p.tokens[0]
	p.tokens = p.tokens[1:]
	return token
}

// take consumes a token if it is the next one.
func (p *markerParser) take(token string) bool {
	if len(p.tokens) == 0 || p.tokens[0] != token {
		return false
	}
	p.tokens = p.tokens[1:]
	return true
}

// any reads what "or" joins.
func (p *markerParser) any() (bool, error) {
	holds, err := p.all()
	for err == nil && p.take("or") {
		var more bool
		more, err = p.all()
		holds = holds || more
	}
	return holds, err
}

// all reads what "and" joins.
func (p *markerParser) all() (bool, error) {
	holds, err := p.term()
	for err == nil && p.take("and") {
		var more bool
		more, err = p.term()
		holds = holds && more
	}
	return holds, err
}

func (p *markerParser) term() (bool, error) {
	if p.take("(") {
		if p.depth++; p.depth > maxMarkerDepth {
			return false, errors.New("too many parentheses")
		}
		holds, err := p.any()
		if err == nil && !p.take(")") {
			err = errors.New("a parenthesis is not closed")
		}
		p.depth--
		return holds, err
	}
	left, operator := p.next(), p.next()
	if operator == "not" && p.take("in") {
		operator = "not in"
	}
	right := p.next()
	if right == "" || !slices.Contains(markerOperators, operator) {
		return false, errors.New("a comparison is not complete")
	}
	if isQuoted(right) {
		left, right = right, left
	}
	var chosen []string
	switch right {
	case "extra", "extras":
		chosen = p.extras
	case "dependency_groups":
		chosen = p.groups
	default:
		return true, nil
	}
	name := ""
	if isQuoted(left) {
		name = installed.CanonicalName(left[1 : len(left)-1])
	}
	return slices.Contains(chosen, name) == (operator == "==" || operator == "in"), nil
}

var markerOperators = []string{"<=", "<", "!=", "==", ">=", ">", "~=", "===", "in", "not in"}

func isQuoted(token string) bool { return len(token) > 1 && (token[0] == '"' || token[0] == '\'') }
