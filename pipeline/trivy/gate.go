package trivy

import (
	"slices"
	"strings"

	"dagger/python-pipeline/finding"
	"dagger/python-pipeline/folders"
	"dagger/python-pipeline/settings"
)

// Gate decides which findings stop an image.
type Gate struct {
	// Scan is the policy. A secret of the app stops an image at any severity: Trivy cannot know how severe its loss
	// would be.
	settings.Scan
	StartsAsRoot bool                            // whether the app asks for an image that starts as root
	BasePackages []string                        // the distribution's packages in the base image
	Upgrade      func(name, fixed string) string // how a Python package gets one of its fixed versions; nil if that is unknown
}

// userIsRoot is the rule that an image must not start as root, by its IDs in older and newer releases of Trivy.
var userIsRoot = []string{"DS002", "DS-0002"}

// osPackages is the class of the result for the distribution's packages.
const osPackages = "os-pkgs"

// Judge lists the findings that stop the image, the worst first.
func (g Gate) Judge(report *Report) []finding.Finding {
	var findings []finding.Finding
	if os := report.Metadata.OS; g.ExitOnEOL && os.EOSL {
		findings = append(findings, finding.Finding{
			ID: "end-of-life", Severity: finding.Severities[0], Subject: strings.TrimSpace(os.Family + " " + os.Name), Place: finding.InBase,
			Problem: "it gets no security updates any more", Advice: "take a newer Python, whose image stands on a newer release",
		})
	}
	for _, result := range report.Results {
		for _, v := range result.Vulnerabilities {
			if finding.AtLeast(v.Severity, g.Severity) && (v.Fixed != "" || !g.IgnoreUnfixed) {
				findings = append(findings, g.vulnerability(result, v))
			}
		}
		if result.secretsStop() {
			findings = append(findings, result.secrets()...)
		}
		for _, m := range result.Misconfigurations {
			if finding.AtLeast(m.Severity, g.Severity) && m.Status == "FAIL" && !(g.StartsAsRoot && slices.Contains(userIsRoot, m.ID)) {
				findings = append(findings, finding.Finding{
					ID: m.ID, Severity: m.Severity, Subject: "configuration", Place: finding.InApp, Problem: m.Title + ": " + m.Message, Advice: m.Resolution,
				})
			}
		}
	}
	slices.SortStableFunc(findings, finding.Compare)
	return findings
}

func (g Gate) vulnerability(result Result, v Vulnerability) finding.Finding {
	f := finding.Finding{
		ID: v.ID, Severity: v.Severity, Subject: v.Package + " " + v.Installed, Place: g.placeOf(result, v),
		Problem: v.ID, Advice: "there is no fix yet: check whether the app is affected, and list it until a date in .trivyignore.yaml, or set scan.ignore-unfixed",
	}
	if v.Title != "" {
		f.Problem += ": " + v.Title
	}
	switch {
	case v.Fixed == "":
	case result.Class == osPackages && f.Place == finding.InBase:
		f.Advice = "fixed in " + v.Fixed + ": Debian's update comes with the next build; take a newer base image if it does not"
	case result.Class == osPackages:
		f.Advice = "fixed in " + v.Fixed + ": build again, which takes Debian's update"
	case f.Place == finding.InBase:
		f.Advice = "fixed in " + v.Fixed + ": take a newer base image"
	case g.Upgrade == nil:
		f.Advice = "fixed in " + v.Fixed + ": lock a fixed version and build again"
	default:
		f.Advice = "fixed in " + v.Fixed + ": " + g.Upgrade(v.Package, v.Fixed)
	}
	return f
}

// placeOf returns whether a vulnerable package is in the base image or the app's.
func (g Gate) placeOf(result Result, v Vulnerability) finding.Place {
	inBase := slices.Contains(g.BasePackages, v.Package)
	if result.Class != osPackages {
		inBase = placeOf(v.Path) == finding.InBase
	}
	if inBase {
		return finding.InBase
	}
	return finding.InApp
}

// placeOf returns the place of a file by its path. A file outside of the virtual environment and of Debian's folders is
// the app's.
func placeOf(file string) finding.Place {
	file = "/" + strings.TrimPrefix(file, "/")
	switch {
	case strings.HasPrefix(file, "/venv/"):
		return finding.InPackage
	case folders.IsSystem(file):
		return finding.InBase
	}
	return finding.InApp
}

// Count counts findings of every kind by severity, and suppressed ones separately.
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
