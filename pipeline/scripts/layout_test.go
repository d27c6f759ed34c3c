package scripts

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// system are paths that every Debian image has, and places that a script is free
// to write.
var system = regexp.MustCompile(`^/(?:bin|dev|etc|lib|proc|root|tmp|usr|var|nonexistent)(?:/|$)`)

// absolute is an absolute path in a program: one that stands behind a blank, a
// quote, = or a redirection.
var absolute = regexp.MustCompile(`(?m)(?:^|[\s"'=(>:{,])(/[a-z][\w./-]*)`)

// A path that a script and Go share is one of layout.go, so that a search for it
// finds both.
func TestPathsOfScriptsAreOfTheLayout(t *testing.T) {
	t.Parallel()
	layout := paths(t)
	entries, err := fs.Glob(files, "build/*")
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, name := range entries {
		for _, found := range absolute.FindAllStringSubmatch(text(name), -1) {
			path := strings.TrimRight(found[1], "/.")
			if system.MatchString(path) {
				continue
			}
			checked++
			if !slices.ContainsFunc(layout, func(known string) bool { return path == known || strings.HasPrefix(path, known+"/") }) {
				t.Errorf("%s: %s is not a path of layout.go", name, path)
			}
		}
	}
	if checked < 20 {
		t.Errorf("%d paths were looked at", checked)
	}
}

// paths are the literals of layout.go.
func paths(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "layout.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	ast.Inspect(file, func(node ast.Node) bool {
		if literal, is := node.(*ast.BasicLit); is {
			path, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Error(err)
			}
			found = append(found, path)
		}
		return true
	})
	return found
}
