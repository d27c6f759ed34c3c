package render

import (
	"fmt"
	"time"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/progress"
)

// Size formats bytes with the decimal units that registries use.
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

func size(image *report.Image) string {
	if image == nil {
		return "-"
	}
	return Size(image.Bytes)
}

func layers(image *report.Image) string {
	if image == nil {
		return "-"
	}
	return fmt.Sprint(image.Layers)
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

// shownLines is how many lines of a failed step's output are shown; the reports have all of it.
const shownLines = 40

// lines splits a tool's output and keeps the last lines.
func lines(output string) []string { return progress.LastLines(output, shownLines) }
