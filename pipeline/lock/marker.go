package lock

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// selection is what a user chooses of a lock: extras and groups of packages.
type selection struct {
	extras, groups []string
	// minor is the version of Python 3, on Linux, for which a marker is evaluated; 0
	// leaves platform and version open.
	minor int
	// machine is the processor beside minor; "" leaves it open.
	machine string
}

// truth is the value of a marker as far as it is known.
type truth int8

const (
	never truth = iota
	unknown
	always
)

// maxShownMarker is how much of a marker an error shows, in bytes.
const maxShownMarker = 200

// mayApply reports whether an environment marker can hold on some platform, with
// some version of Python, for a selection. "" always holds.
func (s selection) mayApply(marker string) (bool, error) {
	value, err := s.evaluate(marker)
	return value != never, err
}

// holds reports whether a marker holds on Linux for the selection's version of Python.
// The error is also for one that depends on more than that, such as the processor.
func (s selection) holds(marker string) (bool, error) {
	value, err := s.evaluate(marker)
	if err == nil && value == unknown {
		err = fmt.Errorf("%q depends on more than the system, the version of Python, extras and groups", shortMarker(marker))
	}
	return value == always, err
}

func (s selection) evaluate(marker string) (truth, error) {
	if marker == "" {
		return always, nil
	}
	p := markerParser{selection: s, tokens: markerToken.FindAllString(marker, -1)}
	value, err := p.any()
	if err == nil && len(p.tokens) > 0 {
		err = fmt.Errorf("%s is left over", p.tokens[0])
	}
	if err != nil {
		return never, fmt.Errorf("%q is not a valid marker (%w)", shortMarker(marker), err)
	}
	return value, nil
}

// anyMarker joins markers of which one has to hold.
func anyMarker(markers []string) string {
	if len(markers) == 1 {
		return markers[0]
	}
	if slices.Contains(markers, "") {
		return ""
	}
	var parts []string
	for _, marker := range markers {
		parts = append(parts, "("+marker+")")
	}
	return strings.Join(parts, " or ")
}

func shortMarker(marker string) string {
	if len(marker) > maxShownMarker {
		return marker[:maxShownMarker] + "…"
	}
	return marker
}

var markerToken = regexp.MustCompile(`"[^"]*"|'[^']*'|[A-Za-z_.]+|[<>=!~]+|[()]|[^\s]`)

// markerParser evaluates a marker while it reads it. Markers have no negation but in
// comparisons, so what is unknown remains unknown or does not matter.
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
func (p *markerParser) any() (truth, error) {
	value, err := p.all()
	for err == nil && p.take("or") {
		var more truth
		more, err = p.all()
		value = max(value, more)
	}
	return value, err
}

// all reads what "and" joins.
func (p *markerParser) all() (truth, error) {
	value, err := p.term()
	for err == nil && p.take("and") {
		var more truth
		more, err = p.term()
		value = min(value, more)
	}
	return value, err
}

func (p *markerParser) term() (truth, error) {
	if p.take("(") {
		if p.depth++; p.depth > maxMarkerDepth {
			return never, errors.New("too many parentheses")
		}
		value, err := p.any()
		if err == nil && !p.take(")") {
			err = errors.New("a parenthesis is not closed")
		}
		p.depth--
		return value, err
	}
	left, operator := p.next(), p.next()
	if operator == "not" && p.take("in") {
		operator = "not in"
	}
	right := p.next()
	if right == "" || !slices.Contains(markerOperators, operator) {
		return never, errors.New("a comparison is not complete")
	}
	return p.compare(left, operator, right)
}

var markerOperators = []string{"<=", "<", "!=", "==", ">=", ">", "~=", "===", "in", "not in"}

func isQuoted(token string) bool { return len(token) > 1 && (token[0] == '"' || token[0] == '\'') }
