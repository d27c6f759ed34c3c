package render

import (
	"slices"
	"strings"
	"unicode/utf8"

	"python-pipeline/ci/progress"
	"python-pipeline/ci/summary"
)

// A column of the table. If the table is too wide, the columns with the highest drop are left out first; those with 0 stay.
type column struct {
	title string
	right bool
	drop  int
	cell  func(summary.App) string
}

var columns = []column{
	{"image", false, 0, func(a summary.App) string { return a.Name }},
	{"size", true, 1, func(a summary.App) string { return size(a.Image) }},
	{"layers", true, 3, func(a summary.App) string { return layers(a.Image) }},
	{"tests", false, 0, func(a summary.App) string { return a.Tests.String() }},
	{"coverage", true, 4, func(a summary.App) string { return percent(a.Coverage) }},
	{"time", true, 2, func(a summary.App) string { return seconds(a.Seconds) }},
	{"status", false, 0, status},
}

// findingsColumn is shown if a scan ran. Markdown has a separate table of findings.
var findingsColumn = column{"findings", false, 5, func(a summary.App) string { return findings(a.Scan) }}

// columnsFor returns the columns for apps, with the findings before the time if a scan ran.
func columnsFor(apps []summary.App) []column {
	shown := slices.Clone(columns)
	if slices.ContainsFunc(apps, func(a summary.App) bool { return a.Scan != nil }) {
		shown = slices.Insert(shown, len(shown)-2, findingsColumn)
	}
	return shown
}

func writeRows(text *strings.Builder, apps []summary.App, paint func(progress.Color, string) string, width int) {
	shown, widths := fit(apps, width)
	line := func(cell func(column) string, finish func(string) string) {
		row := make([]string, len(shown))
		for i, c := range shown {
			row[i] = cell(c)
			padding := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(row[i]))
			switch {
			case c.right:
				row[i] = padding + row[i]
			case i < len(shown)-1:
				row[i] += padding
			}
		}
		last := len(row) - 1
		row[last] = finish(row[last])
		text.WriteString(strings.Join(row, "  ") + "\n")
	}
	line(func(c column) string { return c.title }, func(s string) string { return s })
	for _, app := range apps {
		line(func(c column) string { return c.cell(app) }, func(s string) string { return paint(colorOf(app), s) })
		if where := place(app); where != "" {
			text.WriteString("  " + where + "\n")
		}
	}
}

// fit chooses the columns that fit into the width, and returns their widths.
func fit(apps []summary.App, width int) (shown []column, widths []int) {
	shown = columnsFor(apps)
	for {
		widths = make([]int, len(shown))
		total := 2 * (len(shown) - 1)
		for i, c := range shown {
			widths[i] = len(c.title)
			for _, app := range apps {
				widths[i] = max(widths[i], utf8.RuneCountInString(c.cell(app)))
			}
			total += widths[i]
		}
		least := slices.MaxFunc(shown, func(a, b column) int { return a.drop - b.drop })
		if width <= 0 || total <= width || least.drop == 0 {
			return shown, widths
		}
		shown = slices.DeleteFunc(shown, func(c column) bool { return c.drop == least.drop })
	}
}
