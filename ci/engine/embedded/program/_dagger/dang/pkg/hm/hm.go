// Package hm has the names of Dang 2 that the engine is compiled against, by
// those of Dang 1.
package hm

import v1 "github.com/vito/dang/pkg/hm"

type (
	FunctionType = v1.FunctionType
	NonNullType  = v1.NonNullType
	Type         = v1.Type
)
