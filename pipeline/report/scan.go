package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dagger/python-pipeline/printable"
	"dagger/python-pipeline/trivy"
)

// shownFindings is how many findings a failure quotes: less than what a page
// shows of a step's output, of which it keeps the end.
const shownFindings = 30

// Failure is nil when nothing stops the image. Findings are the worst first, so
// that of many the first are quoted.
func (s *Scan) Failure() *Failure {
	if len(s.Findings) == 0 {
		return nil
	}
	var lines []string
	for _, finding := range s.Findings[:min(len(s.Findings), shownFindings)] {
		lines = append(lines, strings.Join(strings.Fields(finding.String()), " "))
	}
	if more := len(s.Findings) - len(lines); more > 0 {
		lines = append(lines, fmt.Sprintf("… and %d more, none of them worse; %s has them all", more, File))
	}
	problem := "1 finding stops the image"
	if len(s.Findings) > 1 {
		problem = fmt.Sprintf("%d findings stop the image", len(s.Findings))
	}
	return &Failure{
		Step: StepScan, Problem: problem + ": " + bySeverity(s.Findings), Output: strings.Join(lines, "\n"),
		Advice: "each line says what to do; the key scan says what stops an image",
	}
}

// shownFiles is how many files a warning names.
const shownFiles = 3

// Warnings tell of what is reported and does not stop the image.
func (s *Scan) Warnings() []string {
	var files []string
	for _, finding := range s.Reported {
		if !slices.Contains(files, finding.Subject) {
			files = append(files, finding.Subject)
		}
	}
	if len(files) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("packages hold what looks like credentials, which does not stop the image: %s; trivy.txt shows where", printable.First(shownFiles, files))}
}

// Blind is the failure of a scan whose report lacks parts of the image: it would
// show no finding in them.
func Blind(unseen []string) Failure {
	shown := unseen[:min(len(unseen), shownFindings)]
	if more := len(unseen) - len(shown); more > 0 {
		shown = append(slices.Clone(shown), fmt.Sprintf("… and %d more", more))
	}
	return Failure{
		Step: StepScan, Problem: "the scanner did not see all of the image, so its report proves nothing", Output: "not in Trivy's report:\n" + strings.Join(shown, "\n"),
		Advice: "look for a package whose files replace or hide those of another, such as a name that begins with .wh.; or name another release of Trivy",
	}
}

// UnknownRelease is the failure of a scan with a database that has no advisories
// for the Debian release of the image.
func UnknownRelease(release string, known []string) Failure {
	return Failure{
		Step: StepScan, Problem: fmt.Sprintf("the vulnerability database has no advisories for %s, on which the image stands", release),
		Output: "releases that it knows: " + cmp.Or(strings.Join(known, ", "), "none of Debian"),
		Advice: "take a database that knows it (TRIVY_DB_REPOSITORY, PIPELINE_TRIVY_DB), or a Python whose image stands on a release that it knows",
	}
}

// bySeverity counts findings: "1 critical, 59 high".
func bySeverity(findings []trivy.Finding) string {
	counts := map[string]int{}
	for _, finding := range findings {
		counts[cmp.Or(finding.Severity, "UNKNOWN")]++
	}
	var parts []string
	for _, severity := range trivy.Severities {
		if count := counts[severity]; count > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count, strings.ToLower(severity)))
		}
	}
	return strings.Join(parts, ", ")
}
