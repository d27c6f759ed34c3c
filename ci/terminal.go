package main

import (
	"os"

	"python-pipeline/ci/progress"
)

// terminal gives the width of a file's terminal, 0 for none, and whether it takes
// colour.
func terminal(file *os.File, noColor bool) (width int, color bool) {
	options := progress.For(file)
	width, _ = options.Size()
	return width, options.Color && !noColor
}
