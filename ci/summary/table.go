package summary

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"python-pipeline/ci/progress"
)

// column of the table. Of a table too wide the columns with the highest drop go first; those with 0 always stay.
type column struct {
	title string
	right bool
	drop  int
	cell  func(App) string
}

var columns = []column{
	{"image", false, 0, func(a App) string { return a.Name }},
	{"size", true, 1, func(a App) string { return Size(a.Bytes) }},
	{"layers", true, 3, func(a App) string { return count(a.Layers) }},
	{"tests", false, 0, func(a App) string { return a.Tests.String() }},
	{"coverage", true, 4, func(a App) string { return percent(a.Coverage) }},
	{"time", true, 2, func(a App) string { return seconds(a.Seconds) }},
	{"status", false, 0, App.status},
}

// findings is the column of a run that scanned; Markdown has a table of its own for them.
var findings = column{"findings", false, 5, func(a App) string { return a.Scan.String() }}

// columnsFor has findings before the time when there are any.
func columnsFor(apps []App) []column {
	shown := slices.Clone(columns)
	if slices.ContainsFunc(apps, func(a App) bool { return a.Scan != nil }) {
		shown = slices.Insert(shown, len(shown)-2, findings)
	}
	return shown
}

// Table writes the result for people: a row for each app, below it where the image is, then the warnings, the failures
// with what to do, and a last line that says it all. width is the terminal's (0: no limit); references and the output of
// tools are never cut or broken, so that they can be copied.
func (s Summary) Table(w io.Writer, color bool, width int) error {
	var text strings.Builder
	paint := painter(color)
	if len(s.Apps) > 0 {
		s.rows(&text, paint, width)
		text.WriteString("\n")
	}
	for _, app := range s.Apps {
		for _, warning := range app.Warnings {
			fmt.Fprintf(&text, "%s %s: %s\n", paint(progress.Yellow, "!"), app.Name, strings.Join(lines(warning), "\n  "))
		}
	}
	for _, app := range s.Apps {
		app.failures(&text, paint)
	}
	if s.Error != "" {
		fmt.Fprintf(&text, "%s %s\n", paint(progress.Red, "✗"), strings.Join(lines(s.Error), "\n  "))
	}
	for _, database := range s.databases() {
		sign := "·"
		if database.doubtful() {
			sign = paint(progress.Yellow, "!")
		}
		fmt.Fprintf(&text, "%s vulnerability database: %s\n", sign, database)
	}
	if len(s.Engine.StandIns) > 0 {
		fmt.Fprintf(&text, "%s stand-ins used in place of the public images: %s\n", paint(progress.Yellow, "!"), strings.Join(s.Engine.StandIns, ", "))
	}
	mark := paint(progress.Green, "✓")
	if !s.OK {
		mark = paint(progress.Red, "✗")
	}
	fmt.Fprintf(&text, "%s %s\n", mark, s.verdict())
	_, err := io.WriteString(w, text.String())
	return err
}

// verdict is the run in one line.
func (s Summary) verdict() string {
	failed := 0
	for _, app := range s.Apps {
		if app.Failed() {
			failed++
		}
	}
	verdict := plural(len(s.Apps), "app") + " passed"
	if failed > 0 {
		verdict = fmt.Sprintf("%d of %s failed", failed, plural(len(s.Apps), "app"))
	} else if !s.OK {
		verdict = "run failed"
	}
	engine := strings.TrimSpace(s.Engine.Kind + " engine " + s.Engine.Version)
	if s.Engine.Kind == "" {
		engine = "no engine"
	}
	return fmt.Sprintf("%s in %s (%s)", verdict, seconds(s.Seconds), engine)
}

func (s Summary) rows(text *strings.Builder, paint func(progress.Color, string) string, width int) {
	shown, widths := fit(s.Apps, width)
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
	for _, app := range s.Apps {
		line(func(c column) string { return c.cell(app) }, func(s string) string { return paint(app.color(), s) })
		if place := app.place(); place != "" {
			text.WriteString("  " + place + "\n")
		}
	}
}

// fit chooses the columns that the width has room for, and how wide each is.
func fit(apps []App, width int) (shown []column, widths []int) {
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
