package advisories

// vulnerabilities is the bucket that describes each CVE, whichever package has it.
const vulnerabilities = "vulnerability"

// A dataSource is the publisher of a bucket's advisories, as reports name it.
type dataSource struct {
	ID   string // Trivy's short name of it
	Name string // its name for people
	URL  string // its web page
}

// securityTracker is the publisher of the advisories for Debian.
var securityTracker = dataSource{ID: "debian", Name: "Debian Security Tracker", URL: "https://salsa.debian.org/security-tracker-team/security-tracker"}

// sources gives, for each ecosystem, the publisher of its advisories, their
// bucket, and the vendor whose severities they have.
var sources = map[string]struct {
	dataSource

	bucket   string
	severity string
}{
	Pip: {
		bucket:     "pip::GitHub Security Advisory Pip",
		severity:   "ghsa",
		dataSource: dataSource{ID: "ghsa", Name: "GitHub Security Advisory Pip", URL: "https://github.com/advisories?query=type%3Areviewed+ecosystem%3Apip"},
	},
	Debian12:      {bucket: Debian12, severity: "nvd", dataSource: securityTracker},
	Debian13:      {bucket: Debian13, severity: "nvd", dataSource: securityTracker},
	DebianTesting: {bucket: DebianTesting, severity: "nvd", dataSource: securityTracker},
}

// Trivy stores severities and statuses by their number.
var (
	severityNumbers = append([]string{"UNKNOWN"}, severities...)
	statusNumbers   = []string{"unknown", "not_affected", "affected", "fixed", "under_investigation", "will_not_fix", "fix_deferred", "end_of_life"}
)

// An entry is an advisory in the bucket of its package.
type entry struct {
	VendorIDs          []string `json:",omitempty"`
	FixedVersion       string   `json:",omitempty"`
	Status             int      `json:",omitempty"`
	VulnerableVersions []string `json:",omitempty"`
	PatchedVersions    []string `json:",omitempty"`
}

func (a Advisory) entry() entry {
	e := entry{
		FixedVersion:       a.Fixed,
		Status:             number(statusNumbers, a.Status),
		VulnerableVersions: a.Vulnerable,
		PatchedVersions:    a.PatchedVersions(),
	}
	if a.GHSA != "" {
		e.VendorIDs = []string{a.GHSA}
	}
	return e
}

// A vulnerability is a CVE in its bucket.
type vulnerability struct {
	Title          string
	Severity       string
	VendorSeverity map[string]int
	References     []string
}

// vulnerabilities describes each CVE once, though packages of several ecosystems may have it.
func (d Database) vulnerabilities() map[string]vulnerability {
	known := map[string]vulnerability{}
	for _, p := range d.Packages {
		for _, a := range p.Advisories {
			v, found := known[a.ID]
			if !found {
				v = vulnerability{Title: a.Title, Severity: a.Severity, VendorSeverity: map[string]int{}}
			}
			v.VendorSeverity[sources[p.Ecosystem].severity] = number(severityNumbers, a.Severity)
			v.References = append(v.References, a.Source)
			known[a.ID] = v
		}
	}
	return known
}
