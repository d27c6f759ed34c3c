package trivy

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/settings"
)

// A secret of the app stops the image; those of packages and of Debian are
// reported.
func TestSecrets(t *testing.T) {
	t.Parallel()
	const advice = "take it out of the source, revoke it, and pass it when the app runs; if it is not a credential, list it below secrets in .trivyignore.yaml"
	const reported = "it does not stop the image: everybody who has the package has it; check whether it is used for more than the package's tests"
	for target, test := range map[string]struct {
		stops bool
		want  string
	}{
		"/app/tests/settings.py":   {true, "/app/tests/settings.py: line 3 looks like a credential (Key) (LOW, in your layers); " + advice},
		"/config/prod.json":        {true, "/config/prod.json: line 3 looks like a credential (Key) (LOW, in your layers); " + advice},
		"/srv/www/static/main.js":  {true, "/srv/www/static/main.js: line 3 looks like a credential (Key) (LOW, in your layers); " + advice},
		"/venv/lib/shop/key.pem":   {false, "/venv/lib/shop/key.pem: line 3 looks like a credential (Key) (LOW, in a package); " + reported},
		"/etc/ssl/private/key.pem": {false, "/etc/ssl/private/key.pem: line 3 looks like a credential (Key) (LOW, in the base image); " + reported},
		// The target of the configuration is the image's name.
		"shop": {true, "configuration: the value of ACCESS looks like a credential (Key) (LOW, in your layers); " + advice},
		"etc":  {true, "configuration: the value of ACCESS looks like a credential (Key) (LOW, in your layers); " + advice},
	} {
		t.Run(target, func(t *testing.T) {
			t.Parallel()
			secret := `{"RuleID": "key", "Title": "Key", "Severity": "LOW", "StartLine": 3, "Match": "  \"ACCESS=****\","}`
			report := read(t, fmt.Sprintf(`{"Results": [{"Target": %q, "Class": "secret", "Secrets": [%s, %s]}]}`, target, secret, secret))
			var stopping, others []string
			for _, finding := range (Gate{Scan: settings.Scan{Severity: "CRITICAL"}}).Judge(report) {
				stopping = append(stopping, finding.String())
			}
			for _, finding := range Reported(report) {
				others = append(others, finding.String())
			}
			want, none := &stopping, &others
			if !test.stops {
				want, none = none, want
			}
			if diff := cmp.Diff([]string{test.want}, *want); diff != "" || len(*none) > 0 {
				t.Errorf("findings differ (-want +got):\n%s\nin the other list: %v", diff, *none)
			}
		})
	}
}

// A value of the configuration that is not a variable's has no name.
func TestSecretOfALabel(t *testing.T) {
	t.Parallel()
	report := read(t, `{"Results": [{"Target": "shop", "Class": "secret", "Secrets": [{"Title": "Key", "Match": "\"https://u:****@host\""}]}]}`)
	if got := (Gate{Scan: settings.Scan{Severity: "CRITICAL"}}).Judge(report); len(got) != 1 || got[0].Problem != "a value looks like a credential (Key)" {
		t.Errorf("findings: %+v", got)
	}
}

// Everybody who sees the run can read the report of an image.
func TestWithoutConfiguration(t *testing.T) {
	t.Parallel()
	const content = `{"SchemaVersion": 2, "Metadata": {"Size": 1, "ImageConfig": {"config": {"Env": ["ACCESS=hunter2"]}}},
		"Results": [{"Target": "shop", "Class": "secret", "Secrets": [{"Title": "Key", "Match": "\"ACCESS=****\""}]}]}`
	report, err := Read(content)
	if err != nil || !report.HasSecretInConfiguration() {
		t.Fatalf("%v: %+v", err, report)
	}
	redacted, err := WithoutConfiguration(content)
	if err != nil || strings.Contains(redacted, "hunter2") {
		t.Fatalf("%v: %s", err, redacted)
	}
	again, err := Read(redacted)
	if diff := cmp.Diff(report, again); err != nil || diff != "" {
		t.Errorf("%v; the rest differs (-want +got):\n%s", err, diff)
	}
	if report := read(t, `{"Results": [{"Target": "/app/a.py", "Secrets": [{"Title": "Key"}]}]}`); report.HasSecretInConfiguration() {
		t.Error("a file counts as the configuration")
	}
}
