// Package settings reads the [tool.python-pipeline] table of an app's
// pyproject.toml.
//
// A key is one field of [Settings] (or of a struct below it): its tags hold
// the name, the default where it is not a literal, and the documentation. The
// type of the field decides which TOML values are accepted, so a further key
// needs a field and, where its values have rules, a line in check.go.
package settings
