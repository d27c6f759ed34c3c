package main

import (
	"maps"
	"slices"

	"dagger/python-pipeline/internal/dagger"
)

// withVariables sets variables of an image, always in the same order.
func withVariables(ctr *dagger.Container, variables map[string]string) *dagger.Container {
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		ctr = ctr.WithEnvVariable(name, variables[name])
	}
	return ctr
}
