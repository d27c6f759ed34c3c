// Package querybuilder has the names of Dang 2 that the engine is compiled
// against, by those of Dang 1.
package querybuilder

import v1 "github.com/vito/dang/pkg/querybuilder"

var Query = v1.Query
