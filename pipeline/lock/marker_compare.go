package lock

import (
	"fmt"
	"slices"
	"strings"

	"dagger/python-pipeline/installed"
)

// linux has the variables of markers whose values are known of every image.
var linux = map[string]string{
	"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux",
	"implementation_name": "cpython", "platform_python_implementation": "CPython",
}

// reversed are the operators for a comparison the other way round.
var reversed = map[string]string{"<": ">", "<=": ">=", ">": "<", ">=": "<="}

// compare evaluates one comparison, of a variable with a text in quotes or the other
// way round.
func (s selection) compare(left, operator, right string) (truth, error) {
	variable, text, swapped := left, right, false
	if !isQuoted(right) {
		variable, text, swapped = right, left, true
	}
	if isQuoted(text) {
		text = text[1 : len(text)-1]
	}
	switch variable {
	case "extra", "extras":
		return contains(s.extras, operator, text), nil
	case "dependency_groups":
		return contains(s.groups, operator, text), nil
	}
	if s.minor == 0 {
		return unknown, nil
	}
	if variable == "python_version" || variable == "python_full_version" {
		return s.compareVersion(variable, operator, text, swapped)
	}
	value, known := linux[variable]
	if variable == "platform_machine" && s.machine != "" {
		value, known = s.machine, true
	}
	if !known {
		return unknown, nil
	}
	if swapped {
		text, value = value, text
	}
	switch operator {
	case "==":
		return truthOf(value == text), nil
	case "!=":
		return truthOf(value != text), nil
	case "in":
		return truthOf(strings.Contains(text, value)), nil
	case "not in":
		return truthOf(!strings.Contains(text, value)), nil
	}
	return unknown, nil
}

// contains compares an extra or a group with those that are chosen.
func contains(chosen []string, operator, name string) truth {
	is := slices.Contains(chosen, installed.CanonicalName(name))
	return truthOf(is == (operator == "==" || operator == "in"))
}

// compareVersion compares the version of Python: the minor version alone, or with a
// late patch level, which an image has.
func (s selection) compareVersion(variable, operator, text string, swapped bool) (truth, error) {
	switch {
	case operator == "in" || operator == "not in":
		listed := slices.Contains(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' }), fmt.Sprintf("3.%d", s.minor))
		return truthOf(listed == (operator == "in")), nil
	case swapped && reversed[operator] != "":
		operator = reversed[operator]
	}
	versions, err := ParseSpecifiers(operator + text)
	if err != nil {
		return never, err
	}
	patch := 0
	if variable == "python_full_version" {
		patch = LatePatch
	}
	return truthOf(versions.Accept(s.minor, patch)), nil
}

func truthOf(is bool) truth {
	if is {
		return always
	}
	return never
}
