package steplimit

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Every command that the module runs in a container has a limit: it is run by
// execWith, or it is the program of tests or smoke, or one that looks at another
// image's volumes, which have their own.
func TestEveryCommandHasALimit(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, declaration := range file.Decls {
			function, ok := declaration.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(function, func(node ast.Node) bool {
				call, ok := node.(*ast.SelectorExpr)
				if ok && call.Sel.Name == "WithExec" {
					found[function.Name.Name]++
				}
				return true
			})
		}
	}
	want := map[string]int{"execWith": 1, "runTestsOnce": 1, "smoke": 1, "tryMount": 1}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("functions that run a command (-want +got):\n%s", diff)
	}
}
