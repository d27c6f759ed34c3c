package summary

import (
	"fmt"
	"time"

	"python-pipeline/ci/progress"
)

// Size writes bytes with the decimal units that registries use.
func Size(bytes int64) string {
	if bytes == 0 {
		return "-"
	}
	if bytes < 1000 {
		return fmt.Sprintf("%d B", bytes)
	}
	value := float64(bytes) / 1000
	for _, unit := range []string{"kB", "MB"} {
		if value < 999.95 {
			return fmt.Sprintf("%.1f %s", value, unit)
		}
		value /= 1000
	}
	return fmt.Sprintf("%.1f GB", value)
}

func count(n int) string {
	if n == 0 {
		return "-"
	}
	return fmt.Sprint(n)
}

func percent(value *float64) string {
	if value == nil {
		return "-"
	}
	return fmt.Sprintf("%.0f%%", *value)
}

func seconds(s float64) string { return progress.Seconds(time.Duration(s * float64(time.Second))) }

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// shownLines is how much of a failed step's output a person reads before looking into the reports.
const shownLines = 40

// lines splits a tool's output. Of a long one the end stays.
func lines(output string) []string { return progress.LastLines(output, shownLines) }
