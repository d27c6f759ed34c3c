package lock

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// LatePatch stands for the newest patch level of any minor version. An image has
// a late one, so a bound such as <=3.12 must be compared with it.
const LatePatch = 99

// Specifiers is a version specifier as PEP 440 defines it, for judging final
// releases of Python 3.
type Specifiers []clause

type clause struct {
	operator string
	release  []int
	prefix   bool // the version ends in .*
	suffix   int  // -1: a pre- or development release, 1: a post-release
}

var clausePattern = regexp.MustCompile(
	`(?i)^(~=|===|==|!=|<=|>=|<|>)\s*v?([0-9]{1,9}(?:\.[0-9]{1,9})*)(?:(\.\*)|([-_.]?(?:a|alpha|b|beta|c|rc|pre|preview|dev)[-_.]?[0-9]*)|([-_.]?(?:post|rev|r)[-_.]?[0-9]*))?$`)

// ParseSpecifiers reads clauses that commas separate.
func ParseSpecifiers(text string) (Specifiers, error) {
	var parsed Specifiers
	for _, part := range strings.Split(text, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		m := clausePattern.FindStringSubmatch(part)
		if m == nil {
			return nil, fmt.Errorf(`%q is not a valid version specifier; write it like ">=3.11,<3.14"`, part)
		}
		c := clause{operator: m[1], prefix: m[3] != ""}
		for _, digits := range strings.Split(m[2], ".") {
			number, err := strconv.Atoi(digits)
			if err != nil {
				return nil, err
			}
			c.release = append(c.release, number)
		}
		switch {
		case m[4] != "":
			c.suffix = -1
		case m[5] != "":
			c.suffix = 1
		}
		if c.prefix && c.operator != "==" && c.operator != "!=" {
			return nil, fmt.Errorf("%q: .* goes with == and != only", part)
		}
		if c.operator == "~=" && len(c.release) < 2 {
			return nil, fmt.Errorf("%q: ~= needs a minor version at least", part)
		}
		parsed = append(parsed, c)
	}
	return parsed, nil
}

// Accept reports whether every clause accepts release 3.minor.patch.
func (s Specifiers) Accept(minor, patch int) bool {
	for _, c := range s {
		if !c.accepts([]int{3, minor, patch}) {
			return false
		}
	}
	return true
}

// AcceptedPatch returns the last patch level of 3.minor that is accepted, or -1.
func (s Specifiers) AcceptedPatch(minor int) int {
	for patch := LatePatch; patch >= 0; patch-- {
		if s.Accept(minor, patch) {
			return patch
		}
	}
	return -1
}

func (c clause) accepts(version []int) bool {
	order := c.compare(version)
	switch c.operator {
	case "==", "===":
		return order == 0 || c.prefix && startsWith(version, c.release)
	case "!=":
		return order != 0 && !(c.prefix && startsWith(version, c.release))
	case "<":
		return order < 0
	case "<=":
		return order <= 0
	case ">":
		return order > 0
	case ">=":
		return order >= 0
	}
	return order >= 0 && startsWith(version, c.release[:len(c.release)-1]) // ~=
}

// compare orders a final release against the clause's version. Missing numbers
// are zeros.
func (c clause) compare(version []int) int {
	for i := range max(len(version), len(c.release)) {
		if order := cmp.Compare(at(version, i), at(c.release, i)); order != 0 {
			return order
		}
	}
	return -c.suffix
}

func startsWith(version, prefix []int) bool {
	for i := range prefix {
		if at(version, i) != prefix[i] {
			return false
		}
	}
	return true
}

func at(release []int, i int) int {
	if i < len(release) {
		return release[i]
	}
	return 0
}
