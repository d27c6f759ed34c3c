//go:build linux

package e2e

import (
	"context"
	"io"
	"log"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/registry"

	"dagger.io/dagger"

	"python-pipeline/ci/advisories"
)

// A scan that sees nothing finds nothing, and publishes nothing.
func TestBlindScan(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		setting func(t *testing.T) string
		says    []string
	}{
		"database-of-another-release": {
			func(t *testing.T) string {
				return "PIPELINE_TRIVY_DB=" + advisoriesOf(t, advisories.Debian13, advisoryOf("nothing", "< 1"))
			},
			[]string{"the vulnerability database has no advisories for debian 12, on which the image stands", "releases that it knows: debian 13"},
		},
		"scanner-of-nothing": {
			scanner(`echo '{"SchemaVersion": 2, "Results": null}' >"$2"`),
			[]string{"the scanner did not see all of the image", `the distribution: it is debian 12`, "the Debian package apt ", "… and "},
		},
		"scanner-of-another-schema": {
			scanner(`echo '{}' >"$2"`),
			[]string{"report of Trivy: its schema has version 0, and 2 is needed"},
		},
		"scanner-without-a-report": {
			scanner(`:`),
			[]string{"scan: Trivy failed", "without a report: trivy.json is empty or absent"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := ci(t, []string{c.setting(t)}, calculator(t, name, write("marker.txt", name))).mustFail(t, c.says...)
			if result := r.app(t, name); failedAt(result) != "scan" {
				t.Errorf("it failed at %s", failedAt(result))
			}
			mustNotBePublished(t, name)
		})
	}
}

// scanner gives the setting for an image of Trivy whose program does something
// else with each file that it is to write, which is $2.
func scanner(writes string) func(t *testing.T) string {
	program := "#!/bin/sh\nwhile [ $# -gt 0 ]; do\n    case $1 in --output) " + writes + " ;; esac\n    shift\ndone\n"
	return func(t *testing.T) string {
		t.Helper()
		client, err := connect()
		if err != nil {
			t.Fatal(err)
		}
		server := httptest.NewServer(registry.New(registry.Logger(log.New(io.Discard, "", 0))))
		t.Cleanup(server.Close)
		// The engine has this image at hand; what else a scan calls is in it.
		reference, err := client.Container().From("python:3.11-slim-bookworm").
			WithNewFile("/usr/local/bin/trivy", program, dagger.ContainerWithNewFileOpts{Permissions: 0o755}).
			Publish(context.WithoutCancel(t.Context()), strings.TrimPrefix(server.URL, "http://")+"/scanner:1")
		if err != nil {
			t.Fatal(err)
		}
		return "PIPELINE_TRIVY_IMAGE=" + reference
	}
}

// Static files cannot change what a scanner reads.
func TestStaticFilesOverTheSystem(t *testing.T) {
	t.Parallel()
	app := copyApp(t, "over-the-system", "testdata/static", replace("shop/settings.py", "/var/www/static", "/var/lib/dpkg"))
	ci(t, nil, app).mustFail(t, `STATIC_ROOT "/var/lib/dpkg" is or lies in /var/lib/dpkg, which the app must not change`)
	mustNotBePublished(t, "over-the-system")
}
