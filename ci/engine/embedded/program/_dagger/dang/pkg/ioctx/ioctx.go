// Package ioctx has the names of Dang 2 that the engine is compiled
// against, by those of Dang 1.
package ioctx

import v1 "github.com/vito/dang/pkg/ioctx"

var (
	StderrToContext = v1.StderrToContext
	StdoutToContext = v1.StdoutToContext
)
