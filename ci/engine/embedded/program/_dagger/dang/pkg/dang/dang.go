// Package dang has the names that the engine is compiled against for modules
// written in Dang 2, with the types of Dang 1. A module in Dang 2 is refused:
// the grammar of Dang 1 would read it wrongly.
package dang

import (
	"context"
	"errors"

	v1 "github.com/vito/dang/pkg/dang"
)

var errRefused = errors.New("a module written in Dang 2: this engine is built without its interpreter; use one of Dagger's own engines")

// RunDir refuses to run a module.
func RunDir(context.Context, string, bool) (ValueScope, error) { return nil, errRefused }

// DeclareDir refuses to read a module's types.
func DeclareDir(context.Context, string, bool) (ValueScope, error) { return nil, errRefused }

// What the engine does with a module once it is run is compiled, and never
// reached.

type (
	BoolValue            = v1.BoolValue
	ConstructorFunction  = v1.ConstructorFunction
	DirectiveApplication = v1.DirectiveApplication
	EnumValue            = v1.EnumValue
	FieldDecl            = v1.FieldDecl
	FunCall              = v1.FunCall
	GraphQLFunction      = v1.GraphQLFunction
	GraphQLValue         = v1.GraphQLValue
	ImportConfig         = v1.ImportConfig
	IntValue             = v1.IntValue
	Keyed[T any]         = v1.Keyed[T]
	ListType             = v1.ListType
	ListValue            = v1.ListValue
	MapType              = v1.MapType
	MapValue             = v1.MapValue
	Node                 = v1.Node
	NullValue            = v1.NullValue
	Object               = v1.Object
	Record               = v1.Record
	RecordType           = v1.RecordType
	ScalarValue          = v1.ScalarValue
	Select               = v1.Select
	StringValue          = v1.StringValue
	Symbol               = v1.Symbol
	Type                 = v1.Type
	TypeScope            = v1.TypeScope
	Value                = v1.Value
	ValueNode            = v1.ValueNode
	ValueScope           = v1.ValueScope
)

const (
	BindingOriginLocal = v1.BindingOriginLocal
	EnumKind           = v1.EnumKind
	InterfaceKind      = v1.InterfaceKind
	PrivateVisibility  = v1.PrivateVisibility
	PublicVisibility   = v1.PublicVisibility
	ScalarKind         = v1.ScalarKind
)

var (
	ContextWithImportConfigs = v1.ContextWithImportConfigs
	CreateOverlayValueScope  = v1.CreateOverlayValueScope
	EvalNode                 = v1.EvalNode
	EvaluateFormsWithPhases  = v1.EvaluateFormsWithPhases
	NewObject                = v1.NewObject
	StringType               = v1.StringType
)
