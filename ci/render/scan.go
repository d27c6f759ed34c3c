package render

import (
	"fmt"
	"slices"
	"strings"

	"dagger/python-pipeline/finding"
	"dagger/python-pipeline/report"

	"python-pipeline/ci/summary"
)

// findings counts the findings by severity, the worst first.
func findings(s *report.Scan) string {
	if s == nil {
		return "-"
	}
	var parts []string
	for _, severity := range finding.Severities {
		if count := s.Counts[severity]; count > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count, strings.ToLower(severity)))
		}
	}
	if len(parts) == 0 {
		parts = append(parts, "none")
	}
	if s.Suppressed > 0 {
		parts = append(parts, fmt.Sprintf("%d ignored", s.Suppressed))
	}
	return strings.Join(parts, ", ")
}

// describe names a database, with its size and its age.
func describe(d report.Database) string {
	text := d.Source
	if d.Advisories > 0 {
		text += fmt.Sprintf(", %d advisories", d.Advisories)
	}
	text += fmt.Sprintf(", %s old", plural(d.Days, "day"))
	switch {
	case d.Small:
		text += "; it does not replace a real one"
	case d.Days > oldAfter:
		text += "; newer vulnerabilities are not found"
	}
	return text
}

// oldAfter is the age in days of a database, made every six hours, after which a scan misses too much.
const oldAfter = 7

// isDoubtful reports whether a person should know which database images were judged with.
func isDoubtful(d report.Database) bool { return d.Small || d.Days > oldAfter }

// databases lists the databases that a run used, each once.
func databases(s summary.Summary) []report.Database {
	var used []report.Database
	for _, app := range s.Apps {
		if app.Scan != nil && !slices.ContainsFunc(used, func(d report.Database) bool { return describe(d) == describe(app.Scan.Database) }) {
			used = append(used, app.Scan.Database)
		}
	}
	return used
}
