package docs

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

// undocumented lists what of a Go file lacks documentation. A file of the
// Dagger module must document its functions' parameters too.
func undocumented(name string, source any, module bool) ([]string, error) {
	d := documentation{files: token.NewFileSet()}
	file, err := parser.ParseFile(d.files, name, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil || ast.IsGenerated(file) {
		return nil, err
	}
	for _, declaration := range file.Decls {
		switch declaration := declaration.(type) {
		case *ast.FuncDecl:
			d.function(declaration)
			if module {
				d.parameters(declaration, file.Comments)
			}
		case *ast.GenDecl:
			for _, spec := range declaration.Specs {
				d.spec(spec, declaration.Doc)
			}
		}
	}
	return d.missing, nil
}

// documentation collects what is missing in a file.
type documentation struct {
	files   *token.FileSet
	missing []string
}

// want notes a name at a place unless one of the comments has words.
func (d *documentation) want(at token.Pos, name string, comments ...*ast.CommentGroup) {
	for _, comment := range comments {
		if hasWords(comment) {
			return
		}
	}
	place := d.files.Position(at)
	d.missing = append(d.missing, fmt.Sprintf("%s:%d: %s is not documented", filepath.ToSlash(place.Filename), place.Line, name))
}

// hasWords reports whether a comment has words besides Dagger's pragmas, such as +optional.
func hasWords(comment *ast.CommentGroup) bool {
	for line := range strings.Lines(comment.Text()) {
		if text := strings.TrimSpace(line); text != "" && !strings.HasPrefix(text, "+") {
			return true
		}
	}
	return false
}

func (d *documentation) function(f *ast.FuncDecl) {
	if name, exported := exportedName(f); exported {
		d.want(f.Pos(), name, f.Doc)
	}
}

// exportedName is that of a function, with its receiver's. A method is
// exported when its receiver is, too.
func exportedName(f *ast.FuncDecl) (string, bool) {
	if f.Recv == nil {
		return f.Name.Name, f.Name.IsExported()
	}
	receiver := f.Recv.List[0].Type
	for {
		switch of := receiver.(type) {
		case *ast.StarExpr:
			receiver = of.X
		case *ast.IndexExpr:
			receiver = of.X
		case *ast.Ident:
			return of.Name + "." + f.Name.Name, of.IsExported() && f.Name.IsExported()
		default:
			return "", false
		}
	}
}

func (d *documentation) parameters(f *ast.FuncDecl, comments []*ast.CommentGroup) {
	function, exported := exportedName(f)
	if !exported {
		return
	}
	// The parser gives parameters no comments, so they are found by their lines.
	above := map[int]*ast.CommentGroup{}
	for _, comment := range comments {
		if f.Type.Params.Opening < comment.Pos() && comment.End() < f.Type.Params.Closing {
			above[d.files.Position(comment.End()).Line+1] = comment
		}
	}
	for _, parameter := range f.Type.Params.List {
		for _, name := range parameter.Names {
			if name.Name != "ctx" {
				d.want(name.Pos(), "parameter "+name.Name+" of "+function, above[d.files.Position(name.Pos()).Line])
			}
		}
	}
}

func (d *documentation) spec(spec ast.Spec, group *ast.CommentGroup) {
	switch spec := spec.(type) {
	case *ast.ValueSpec:
		for _, name := range spec.Names {
			if name.IsExported() {
				d.want(name.Pos(), name.Name, group, spec.Doc, spec.Comment)
			}
		}
	case *ast.TypeSpec:
		if !spec.Name.IsExported() {
			return
		}
		d.want(spec.Pos(), spec.Name.Name, group, spec.Doc, spec.Comment)
		if structure, is := spec.Type.(*ast.StructType); is {
			d.fields(spec.Name.Name, structure)
		}
	}
}

// fields wants a comment or a doc tag for each exported field; a comment holds
// for the fields below it too when it names them. The settings' fields need the
// tag, since `help` prints it.
func (d *documentation) fields(structure string, of *ast.StructType) {
	settings := structure == "Config" && filepath.Base(filepath.Dir(d.files.Position(of.Pos()).Filename)) == "config"
	var named []string
	for _, field := range of.Fields.List {
		if hasWords(field.Doc) {
			named = strings.FieldsFunc(field.Doc.Text(), func(r rune) bool { return !unicode.IsLetter(r) })
		}
		if tag(field).Get("doc") != "" {
			continue
		}
		for _, name := range field.Names {
			switch full := structure + "." + name.Name; {
			case !name.IsExported() || private(field):
			case settings:
				d.want(name.Pos(), full+" (by its tag doc)")
			case !slices.Contains(named, name.Name):
				d.want(name.Pos(), full, field.Doc, field.Comment)
			}
		}
	}
}

func tag(field *ast.Field) reflect.StructTag {
	if field.Tag == nil {
		return ""
	}
	text, err := strconv.Unquote(field.Tag.Value)
	if err != nil {
		return ""
	}
	return reflect.StructTag(text)
}

// private reports whether a field is not part of the module's interface.
func private(field *ast.Field) bool {
	return field.Doc != nil && strings.Contains(field.Doc.Text(), "+private")
}

func TestUndocumented(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		file, source string
		module       bool
		want         []string
	}{
		"functions, methods and types": {
			source: `package shop
// A Shop sells.
type Shop struct{}
type Till struct{}
func (*Shop) Open() {}
func (List[T]) Len() {}
func (hidden) Len() {}
func Sell() {}
// Buy buys.
func Buy() {}
func count() {}`,
			want: []string{"shop.go:4: Till", "shop.go:5: Shop.Open", "shop.go:6: List.Len", "shop.go:8: Sell"},
		},
		"constants and variables: a comment of the group is enough": {
			source: `package shop
// Kinds of shops.
const (
	Small = 1
	Large = 2
)
var (
	// Open is documented.
	Open = true
	Closed = false
	Away = false // on holidays
)`,
			want: []string{"shop.go:10: Closed"},
		},
		"fields: a comment may name those below": {
			source: `package shop
// A Shop sells.
type Shop struct {
	embedded
	// Name and Town are on its sign.
	Name string
	Town string
	Owner string
	Street string // with the number
	Phone string 'doc:"Digits only."'
	// +private
	Source string
	// +optional
	Opened string
	debts int
}`,
			want: []string{"shop.go:8: Shop.Owner", "shop.go:14: Shop.Opened"},
		},
		"settings need the tag": {
			file: "ci/config/config.go",
			source: `package shop
// Config has settings.
type Config struct {
	// Apps are the apps.
	Apps []string
	Dist string 'doc:"Folder for reports."'
}`,
			want: []string{"ci/config/config.go:5: Config.Apps (by its tag doc)"},
		},
		"parameters of the module's functions": {
			source: `package shop
// New makes a shop.
func New(
	ctx context.Context,
	// Name on its sign.
	// +optional
	name string,
	// +optional
	town string,
	owner string,
) {}
// Sell sells.
func (m *Shop) Sell(what string) {}
// An unexported method needs no help.
func (m *Shop) count(what string) {}`,
			module: true,
			want:   []string{"shop.go:9: parameter town of New", "shop.go:10: parameter owner of New", "shop.go:13: parameter what of Shop.Sell"},
		},
		"generated": {source: "// Code generated by dagger. DO NOT EDIT.\n\npackage shop\n\nfunc Sell() {}"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if test.file == "" {
				test.file = "shop.go"
			}
			got, err := undocumented(test.file, strings.ReplaceAll(test.source, "'", "`"), test.module)
			if err != nil {
				t.Fatal(err)
			}
			for i := range got {
				got[i] = strings.TrimSuffix(got[i], " is not documented")
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("places differ (-want +got):\n%s", diff)
			}
		})
	}
}
