package docs

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// `dagger functions` and `dagger check -l` show the first line of a function's comment on a line of a terminal.
func TestFunctionsOfTheModuleBeginWithASentence(t *testing.T) {
	t.Parallel()
	const longest = 70
	files, err := filepath.Glob("../../pipeline/*.go")
	if err != nil {
		t.Fatal(err)
	}
	functions := 0
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if ast.IsGenerated(file) {
			continue
		}
		for _, declaration := range file.Decls {
			function, is := declaration.(*ast.FuncDecl)
			if !is {
				continue
			}
			title, exported := exportedName(function)
			if !exported {
				continue
			}
			functions++
			line, _, _ := strings.Cut(function.Doc.Text(), "\n")
			if !strings.HasSuffix(line, ".") || len(line) > longest {
				t.Errorf("%s: %q is not a sentence of at most %d characters", title, line, longest)
			}
		}
	}
	if functions < 10 {
		t.Errorf("%d functions were looked at", functions)
	}
}
