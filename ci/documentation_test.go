package main

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
	"unicode"
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

// want notes a name at a place unless one of the comments says something.
func (d *documentation) want(at token.Pos, name string, comments ...*ast.CommentGroup) {
	for _, comment := range comments {
		if says(comment) {
			return
		}
	}
	place := d.files.Position(at)
	d.missing = append(d.missing, fmt.Sprintf("%s:%d: %s is not documented", filepath.ToSlash(place.Filename), place.Line, name))
}

// says tells whether a comment has words; Dagger's pragmas, such as +optional,
// are none.
func says(comment *ast.CommentGroup) bool {
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
		if says(field.Doc) {
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

// private tells whether the module keeps a field to itself.
func private(field *ast.Field) bool {
	return field.Doc != nil && strings.Contains(field.Doc.Text(), "+private")
}
