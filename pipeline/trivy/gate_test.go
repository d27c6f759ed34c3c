package trivy

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/settings"
)

// everyKind is a report with findings of every kind.
const everyKind = `{
  "Metadata": {"OS": {"Family": "debian", "Name": "12.5"}},
  "Results": [
    {"Target": "image (debian 12.5)", "Class": "os-pkgs", "Vulnerabilities": [
      {"VulnerabilityID": "CVE-1", "PkgName": "zlib1g", "InstalledVersion": "1.2.13", "Severity": "CRITICAL", "Title": "overflow"},
      {"VulnerabilityID": "CVE-2", "PkgName": "libpq5", "InstalledVersion": "15.1", "FixedVersion": "15.2", "Severity": "HIGH"},
      {"VulnerabilityID": "CVE-3", "PkgName": "openssl", "InstalledVersion": "3.0.1", "FixedVersion": "3.0.2", "Severity": "HIGH"}]},
    {"Target": "Python", "Class": "lang-pkgs", "Vulnerabilities": [
      {"VulnerabilityID": "CVE-4", "PkgName": "Django", "PkgPath": "venv/lib/python3.11/site-packages/django-5.2.0.dist-info/METADATA",
       "InstalledVersion": "5.2.0", "FixedVersion": "5.2.8", "Severity": "MEDIUM", "Title": "injection"},
      {"VulnerabilityID": "CVE-5", "PkgName": "requests", "PkgPath": "venv/lib/python3.11/site-packages/requests-2.dist-info/METADATA",
       "InstalledVersion": "2.0", "FixedVersion": "2.1", "Severity": "LOW"}],
     "ExperimentalModifiedFindings": [{"Type": "vulnerability", "Statement": "not reachable"}]},
    {"Target": "/app/settings.py", "Class": "secret", "Secrets": [
      {"RuleID": "aws-access-key-id", "Title": "AWS Access Key ID", "Severity": "CRITICAL", "StartLine": 3},
      {"RuleID": "slack-web-hook", "Title": "Slack Webhook", "Severity": "MEDIUM", "StartLine": 7}]},
    {"Target": "/venv/lib/python3.11/site-packages/shop/tests/key.pem", "Class": "secret", "Secrets": [
      {"RuleID": "private-key", "Title": "Asymmetric Private Key", "Severity": "HIGH", "StartLine": 1}]},
    {"Target": "image", "Class": "config", "Misconfigurations": [
      {"ID": "DS002", "Title": "root", "Message": "the user is root", "Resolution": "set a user", "Severity": "HIGH", "Status": "FAIL"},
      {"ID": "DS001", "Title": "latest", "Severity": "HIGH", "Status": "PASS"}]}
  ]
}`

func read(t *testing.T, text string) *Report {
	t.Helper()
	report, err := Read(strings.Replace(text, "{", `{"SchemaVersion": 2, `, 1))
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestJudge(t *testing.T) {
	t.Parallel()
	base := []string{"zlib1g", "openssl"}
	for _, test := range []struct {
		name string
		gate Gate
		want []string
	}{
		{"high and above", Gate{Scan: settings.Scan{Severity: "HIGH", IgnoreUnfixed: true}, BasePackages: base}, []string{
			"/app/settings.py: line 3 looks like a credential (AWS Access Key ID) (CRITICAL, in your layers); take it out of the source, revoke it, and pass it when the app runs; if it is not a credential, list it below secrets in .trivyignore.yaml",
			"libpq5 15.1: CVE-2 (HIGH, in your layers); fixed in 15.2: build again, which takes Debian's update",
			"openssl 3.0.1: CVE-3 (HIGH, in the base image); fixed in 3.0.2: Debian's update comes with the next build; take a newer base image if it does not",
			"configuration: root: the user is root (HIGH, in your layers); set a user",
			"/app/settings.py: line 7 looks like a credential (Slack Webhook) (MEDIUM, in your layers); take it out of the source, revoke it, and pass it when the app runs; if it is not a credential, list it below secrets in .trivyignore.yaml",
		}},
		{"critical, fixed or not", Gate{Scan: settings.Scan{Severity: "CRITICAL"}, BasePackages: base}, []string{
			"zlib1g 1.2.13: CVE-1: overflow (CRITICAL, in the base image); there is no fix yet: check whether the app is affected, and list it until a date in .trivyignore.yaml, or set scan.ignore-unfixed",
			"/app/settings.py: line 3 looks like a credential (AWS Access Key ID) (CRITICAL, in your layers); take it out of the source, revoke it, and pass it when the app runs; if it is not a credential, list it below secrets in .trivyignore.yaml",
			"/app/settings.py: line 7 looks like a credential (Slack Webhook) (MEDIUM, in your layers); take it out of the source, revoke it, and pass it when the app runs; if it is not a credential, list it below secrets in .trivyignore.yaml",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, finding := range test.gate.Judge(read(t, everyKind)) {
				got = append(got, finding.String())
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("findings differ (-want +got):\n%s", diff)
			}
		})
	}
}

// The app describes how its Python packages are upgraded; those of the base image
// come with the image.
func TestAdviceOnPythonPackages(t *testing.T) {
	t.Parallel()
	const both = `{"Results": [{"Class": "lang-pkgs", "Vulnerabilities": [
      {"VulnerabilityID": "CVE-1", "PkgName": "Django", "PkgPath": "venv/lib/python3.11/site-packages/django-4.2.dist-info/METADATA", "InstalledVersion": "4.2", "FixedVersion": "4.2.15, 5.0.8", "Severity": "HIGH"},
      {"VulnerabilityID": "CVE-2", "PkgName": "pip", "PkgPath": "usr/local/lib/python3.11/site-packages/pip-24.dist-info/METADATA", "InstalledVersion": "24", "FixedVersion": "25.3", "Severity": "HIGH"}]}]}`
	upgrade := func(name, fixed string) string { return "take " + name + " of " + fixed }
	for name, test := range map[string]struct {
		gate Gate
		want []string
	}{
		"with Upgrade":    {Gate{Scan: settings.Scan{Severity: "HIGH"}, Upgrade: upgrade}, []string{"fixed in 4.2.15, 5.0.8: take Django of 4.2.15, 5.0.8", "fixed in 25.3: take a newer base image"}},
		"without Upgrade": {Gate{Scan: settings.Scan{Severity: "HIGH"}}, []string{"fixed in 4.2.15, 5.0.8: lock a fixed version and build again", "fixed in 25.3: take a newer base image"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, finding := range test.gate.Judge(read(t, both)) {
				got = append(got, finding.Advice)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("advice differs (-want +got):\n%s", diff)
			}
		})
	}
}

// An app may ask for an image that starts as root; the rule against it does not stop the image then.
func TestStartsAsRoot(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"DS002", "DS-0002"} {
		found := read(t, `{"Results": [{"Class": "config", "Misconfigurations": [{"ID": "`+id+`", "Severity": "HIGH", "Status": "FAIL"}, {"ID": "DS-0031", "Severity": "HIGH", "Status": "FAIL"}]}]}`)
		for startsAsRoot, want := range map[bool]int{false: 2, true: 1} {
			if got := (Gate{Scan: settings.Scan{Severity: "HIGH"}, StartsAsRoot: startsAsRoot}).Judge(found); len(got) != want {
				t.Errorf("%s, starts as root on purpose: %t: findings %v, want %d", id, startsAsRoot, got, want)
			}
		}
	}
}

func TestSeverities(t *testing.T) {
	t.Parallel()
	for severity, want := range map[string]int{"CRITICAL": 3, "HIGH": 6, "MEDIUM": 7, "LOW": 8, "UNKNOWN": 8} {
		if got := len(Gate{Scan: settings.Scan{Severity: severity}}.Judge(read(t, everyKind))); got != want {
			t.Errorf("%s and above: %d findings, want %d", severity, got, want)
		}
	}
	// A vulnerability without a severity counts as the worst.
	unjudged := read(t, `{"Results": [{"Vulnerabilities": [{"VulnerabilityID": "CVE-6", "PkgName": "lark", "Severity": "", "FixedVersion": "2"}]}]}`)
	if got := len(Gate{Scan: settings.Scan{Severity: "CRITICAL"}}.Judge(unjudged)); got != 1 {
		t.Errorf("a vulnerability without severity gave %d findings", got)
	}
}

func TestEndOfLife(t *testing.T) {
	t.Parallel()
	report := read(t, `{"Metadata": {"OS": {"Family": "debian", "Name": "10.13", "EOSL": true}}}`)
	if got := (Gate{Scan: settings.Scan{Severity: "CRITICAL", ExitOnEOL: true}}).Judge(report); len(got) != 1 || got[0].Subject != "debian 10.13" {
		t.Errorf("findings: %+v", got)
	}
	if got := (Gate{Scan: settings.Scan{Severity: "UNKNOWN"}}).Judge(report); len(got) != 0 {
		t.Errorf("findings: %+v", got)
	}
}

func TestCount(t *testing.T) {
	t.Parallel()
	counts, suppressed := Count(read(t, everyKind))
	if diff := cmp.Diff(map[string]int{"CRITICAL": 2, "HIGH": 4, "MEDIUM": 2, "LOW": 1}, counts); diff != "" || suppressed != 1 {
		t.Errorf("%d suppressed, counts differ (-want +got):\n%s", suppressed, diff)
	}
}
