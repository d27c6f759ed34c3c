//go:build linux

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// callDagger runs the dagger program as a user of the module does, in this
// repository.
func callDagger(t *testing.T, arguments ...string) string {
	t.Helper()
	cmd := daggerCommand(t, repository, append(arguments, "--silent")...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("dagger %s: %v\n%s%s", strings.Join(arguments, " "), err, out, stderr.String())
	}
	return string(out)
}

// daggerCommand is the dagger program with its variables, started in a folder.
func daggerCommand(t *testing.T, folder string, arguments ...string) *exec.Cmd {
	t.Helper()
	variables, err := engineEnvironment()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), valueOf(variables, "_EXPERIMENTAL_DAGGER_CLI_BIN"), arguments...)
	cmd.Dir, cmd.Env = folder, append(os.Environ(), append(variables, "DO_NOT_TRACK=1", "DAGGER_NO_NAG=1")...)
	return cmd
}

// valueOf is that of a variable among NAME=value.
func valueOf(variables []string, name string) string {
	for _, variable := range variables {
		if value, found := strings.CutPrefix(variable, name+"="); found {
			return value
		}
	}
	return ""
}

// constructor gives the arguments for an app's folder and name, and a database,
// since there is none to download here.
func constructor(t *testing.T, folder, name string) []string {
	t.Helper()
	arguments := []string{
		"call", "--source=" + folder, "--name=" + name, "--trivy-db=" + smallDatabase(t),
		"--trivy-image=" + scannerImage(t), "--day=" + os.Getenv("PIPELINE_DAY"),
	}
	if ca := os.Getenv("SSL_CERT_FILE"); ca != "" {
		arguments = append(arguments, "--ca="+ca)
	}
	return arguments
}

// Other repositories call the module: its functions read as a manual and work
// one by one.
func TestDaggerCall(t *testing.T) {
	t.Parallel()
	manual := callDagger(t, "functions")
	for _, function := range []string{"base", "builder", "check-volumes", "dev", "dev-builder", "plan", "prod", "publish", "sbom", "scan", "scan-report", "service", "smoke", "test", "test-report",
		"with-fresh", "with-gate", "with-labels", "with-proxy", "with-step-timeout", "with-volumes", "wrap-image"} {
		if !strings.Contains(manual, "\n"+function+" ") {
			t.Errorf("dagger functions does not list %s:\n%s", function, manual)
		}
	}
	sample := slices.Clip(constructor(t, "sample-app/calculator", named("called")))
	for call, want := range map[string]string{
		"plan": "from app.py",
		"with-gate --severity=low --ignore-unfixed=false plan":                            "LOW and above stop the image; ",
		"with-volumes --paths=/data --mode=entrypoint plan":                               "gives them to the user",
		"with-labels --revision=0123 prod label --name=org.opencontainers.image.revision": "0123",
		"test passed":                 "106",
		"test junit contents":         "<testsuite",
		"test coverage contents":      "<coverage",
		"test-report report contents": `"passed": 106`,
		"test-report junit export --path=" + filepath.Join(t.TempDir(), "junit.xml"): "junit.xml",
		"smoke":                          "0.5",
		"scan critical":                  "1",
		"scan sarif contents":            `"version": "2.1.0"`,
		"scan --dev table contents":      "CVE-2023-45853",
		"scan-report sbom spdx contents": `"spdxVersion"`,
		"sbom cyclonedx contents":        `"bomFormat"`,
		"prod with-exec --use-entrypoint --args=6*7 stdout":      "42",
		"dev with-exec --args=python,-m,pytest,--version stdout": "pytest",
	} {
		if got := callDagger(t, append(sample, strings.Fields(call)...)...); !strings.Contains(got, want) {
			t.Errorf("dagger call %s: got %q, want %q in it", call, got, want)
		}
	}
	address := engineStatus(t)["registry"] + "/" + named("called")
	reference := callDagger(t, slices.Concat(sample, []string{"publish", "--address=" + address, "--tags=v2"}, loginArguments(t))...)
	if !strings.HasPrefix(strings.TrimSpace(reference), address+":v2@sha256:") {
		t.Errorf("publish printed %q", reference)
	}
}
