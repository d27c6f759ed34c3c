package trivy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Severities are Trivy's, the worst first.
var Severities = []string{"CRITICAL", "HIGH", "MEDIUM", "LOW", "UNKNOWN"}

// Mildest is the mildest of severities in Trivy's notation, such as
// "HIGH,CRITICAL".
func Mildest(severities string) (string, error) {
	mildest := -1
	for _, severity := range strings.Split(severities, ",") {
		at := slices.Index(Severities, strings.TrimSpace(severity))
		if at < 0 {
			return "", fmt.Errorf("severity %q: it must be one or more of %s", severity, strings.Join(Severities, ","))
		}
		mildest = max(mildest, at)
	}
	return Severities[mildest], nil
}

// Gate says what an image may not have.
type Gate struct {
	// Severity is the mildest that stops an image. A secret that the app brings
	// stops it at any: how bad it is to lose one is not Trivy's to know.
	Severity string
	// IgnoreUnfixed lets vulnerabilities pass for which there is no fix yet.
	IgnoreUnfixed bool
	// ExitOnEOL stops an image on a distribution without security updates.
	ExitOnEOL bool
	// BasePackages are the distribution's packages of the base image.
	BasePackages []string
	// Upgrade says how a Python package of the app gets one of its fixed
	// versions; nil where nobody knows.
	Upgrade func(name, fixed string) string
}

// osPackages is the class of the result for the distribution's packages.
const osPackages = "os-pkgs"

// A Finding is why an image may not be published.
type Finding struct {
	// ID is the vulnerability's or the rule's.
	ID string `json:"id"`
	// Severity is one of Severities.
	Severity string `json:"severity"`
	// Subject is a package or a file.
	Subject string `json:"subject"`
	// Problem is the rest of the sentence that begins with the subject.
	Problem string `json:"problem"`
	// Place is what of the image it is in.
	Place Place `json:"place"`
	// Advice is what to do.
	Advice string `json:"advice"`
}

// String is one line: the subject first.
func (f Finding) String() string {
	return fmt.Sprintf("%s: %s (%s, %s); %s", f.Subject, f.Problem, cmp.Or(f.Severity, "UNKNOWN"), f.Place, f.Advice)
}

// Judge lists what stops the image, the worst first.
func (g Gate) Judge(report *Report) []Finding {
	var findings []Finding
	if os := report.Metadata.OS; g.ExitOnEOL && os.EOSL {
		findings = append(findings, Finding{
			ID: "end-of-life", Severity: Severities[0], Subject: strings.TrimSpace(os.Family + " " + os.Name), Place: inBase,
			Problem: "it gets no security updates any more", Advice: "take a newer Python, whose image stands on a newer release",
		})
	}
	for _, result := range report.Results {
		for _, v := range result.Vulnerabilities {
			if g.stops(v.Severity) && (v.Fixed != "" || !g.IgnoreUnfixed) {
				findings = append(findings, g.vulnerability(result, v))
			}
		}
		if result.secretsStop() {
			findings = append(findings, result.secrets()...)
		}
		for _, m := range result.Misconfigurations {
			if g.stops(m.Severity) && m.Status == "FAIL" {
				findings = append(findings, Finding{
					ID: m.ID, Severity: m.Severity, Subject: "configuration", Place: inApp, Problem: m.Title + ": " + m.Message, Advice: m.Resolution,
				})
			}
		}
	}
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Compare(slices.Index(Severities, a.Severity), slices.Index(Severities, b.Severity))
	})
	return findings
}

// stops tells whether a severity is at least as bad as the gate's. What is none
// of the known ones is as bad as can be: nobody has judged it.
func (g Gate) stops(severity string) bool {
	return slices.Index(Severities, severity) <= slices.Index(Severities, g.Severity)
}

func (g Gate) vulnerability(result Result, v Vulnerability) Finding {
	f := Finding{
		ID: v.ID, Severity: v.Severity, Subject: v.Package + " " + v.Installed, Place: g.placeOf(result, v),
		Problem: v.ID, Advice: "there is no fix yet: see whether the app is affected, and accept it for a time in .trivyignore.yaml, or set scan.ignore-unfixed",
	}
	if v.Title != "" {
		f.Problem += ": " + v.Title
	}
	switch {
	case v.Fixed == "":
	case result.Class == osPackages && f.Place == inBase:
		f.Advice = "fixed in " + v.Fixed + ": Debian's update comes with the next build; take a newer base image if it does not"
	case result.Class == osPackages:
		f.Advice = "fixed in " + v.Fixed + ": build again, which takes Debian's update"
	case f.Place == inBase:
		f.Advice = "fixed in " + v.Fixed + ": take a newer base image"
	case g.Upgrade == nil:
		f.Advice = "fixed in " + v.Fixed + ": lock a fixed version and build again"
	default:
		f.Advice = "fixed in " + v.Fixed + ": " + g.Upgrade(v.Package, v.Fixed)
	}
	return f
}

// placeOf tells whether a vulnerable package comes with the base image.
func (g Gate) placeOf(result Result, v Vulnerability) Place {
	known := slices.Contains(g.BasePackages, v.Package)
	if result.Class != osPackages {
		known = placeOf(v.Path) == inBase
	}
	if known {
		return inBase
	}
	return inApp
}

// Count counts findings of every kind by severity, suppressed ones apart.
func Count(report *Report) (bySeverity map[string]int, suppressed int) {
	bySeverity = map[string]int{}
	for _, result := range report.Results {
		for _, v := range result.Vulnerabilities {
			bySeverity[v.Severity]++
		}
		for _, s := range result.Secrets {
			bySeverity[s.Severity]++
		}
		for _, m := range result.Misconfigurations {
			if m.Status == "FAIL" {
				bySeverity[m.Severity]++
			}
		}
		suppressed += len(result.Suppressed)
	}
	return bySeverity, suppressed
}
