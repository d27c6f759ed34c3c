package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dagger/python-pipeline/finding"
	"dagger/python-pipeline/printable"
)

// shownFindings is the number of findings that a failure lists. It is lower than the number of lines that a summary
// shows from the end of a step's output.
const shownFindings = 30

// Failure returns nil if nothing stops the image. It lists the first findings, which are the worst.
func (s *Scan) Failure() *Failure {
	if len(s.Findings) == 0 {
		return nil
	}
	var lines []string
	for _, f := range s.Findings[:min(len(s.Findings), shownFindings)] {
		lines = append(lines, strings.Join(strings.Fields(f.String()), " "))
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

// shownFiles is the number of files that a warning names.
const shownFiles = 3

// Warnings returns the warnings about findings that do not stop the image.
func (s *Scan) Warnings() []string {
	var files []string
	for _, f := range s.Reported {
		if !slices.Contains(files, f.Subject) {
			files = append(files, f.Subject)
		}
	}
	if len(files) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("packages have text that looks like credentials, which does not stop the image: %s; %s shows where", printable.First(shownFiles, files), TrivyTable)}
}

// Blind is the failure of a scan whose report lacks parts of the image: the scanner finds nothing in them.
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

// UnknownRelease is the failure of a scan with a database that has no advisories for the Debian release of the image.
func UnknownRelease(release string, known []string) Failure {
	return Failure{
		Step: StepScan, Problem: fmt.Sprintf("the vulnerability database has no advisories for %s, on which the image stands", release),
		Output: "releases that it knows: " + cmp.Or(strings.Join(known, ", "), "none of Debian"),
		Advice: "take a database that knows it (TRIVY_DB_REPOSITORY or PIPELINE_TRIVY_DB; `dagger call` has --trivy-db-repository and --trivy-db), or a Python whose image stands on a release that it knows",
	}
}

// DownloadedFrom names a database by the repositories that it is downloaded from, Trivy's own if there are none.
func DownloadedFrom(repositories []string) string {
	return cmp.Or(strings.Join(repositories, " or "), "Trivy's own")
}

// bySeverity counts findings: "1 critical, 59 high".
func bySeverity(findings []finding.Finding) string {
	counts := map[string]int{}
	for _, f := range findings {
		counts[cmp.Or(f.Severity, finding.Unknown)]++
	}
	var parts []string
	for _, severity := range finding.Severities {
		if count := counts[severity]; count > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count, strings.ToLower(severity)))
		}
	}
	return strings.Join(parts, ", ")
}
