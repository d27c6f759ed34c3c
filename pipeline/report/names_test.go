package report

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"dagger/python-pipeline/plan"
)

// A report and a plan have one spelling of names.
func TestNamesInJSON(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, form := range []reflect.Type{reflect.TypeFor[Report](), reflect.TypeFor[plan.Plan]()} {
		collectNames(form, names)
	}
	snake := regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	for name := range names {
		if !snake.MatchString(name) {
			t.Errorf("%q is not in snake case", name)
		}
	}
	for _, name := range []string{"schema", "failures", "lock_kind", "ignore_unfixed"} {
		if !names[name] {
			t.Errorf("%q is missing among %d names", name, len(names))
		}
	}
}

// collectNames adds the names in JSON of a type's fields, and of theirs.
func collectNames(form reflect.Type, names map[string]bool) {
	switch form.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		collectNames(form.Elem(), names)
	case reflect.Struct:
		for field := range form.Fields() {
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			if name == "" || name == "-" {
				continue
			}
			names[name] = true
			collectNames(field.Type, names)
		}
	}
}
