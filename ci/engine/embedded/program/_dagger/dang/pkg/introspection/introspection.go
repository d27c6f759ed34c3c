// Package introspection has the names of Dang 2 that the engine is compiled
// against, by those of Dang 1.
package introspection

import v1 "github.com/vito/dang/pkg/introspection"

type (
	Response = v1.Response
	Schema   = v1.Schema
	TypeRef  = v1.TypeRef
)

const (
	TypeKindNonNull = v1.TypeKindNonNull
	TypeKindObject  = v1.TypeKindObject
)
