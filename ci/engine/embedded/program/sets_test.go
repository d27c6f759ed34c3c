package program

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The engine, its pinned module, dagger.json and the README have one version.
func TestEngineVersion(t *testing.T) {
	t.Parallel()
	requires(t, "_dagger", "github.com/dagger/dagger "+EngineVersion)
	requires(t, "_dagger", "dagger.io/dagger => dagger.io/dagger "+EngineVersion)
	readme, err := os.ReadFile("../../../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	versions := regexp.MustCompile(`engine (?:of version )?v?(\d+\.\d+\.\d+)`).FindAllSubmatch(readme, -1)
	if len(versions) == 0 {
		t.Error("the README does not name the engine's version")
	}
	for _, match := range versions {
		if "v"+string(match[1]) != EngineVersion {
			t.Errorf("the README says %q, the engine is %s", match[0], EngineVersion)
		}
	}
	content, err := os.ReadFile("../../../../dagger.json")
	if err != nil {
		t.Fatal(err)
	}
	var pipeline struct {
		EngineVersion string `json:"engineVersion"`
	}
	if err := json.Unmarshal(content, &pipeline); err != nil {
		t.Fatal(err)
	}
	if pipeline.EngineVersion != EngineVersion {
		t.Errorf("dagger.json requires %s, the engine is %s", pipeline.EngineVersion, EngineVersion)
	}
}

// The engine's code generator requires its SDK by a commit, which a module
// proxy may not know.
func TestEngineCommit(t *testing.T) {
	t.Parallel()
	requires(t, "_dagger", "github.com/dagger/querybuilder "+QueryBuilderVersion)
	cmd := exec.Command("go", "mod", "download", "-json", "github.com/dagger/dagger@"+EngineVersion)
	cmd.Dir = t.TempDir()
	output, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	var module struct{ Dir string }
	if err := json.Unmarshal(output, &module); err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile(filepath.Join(module.Dir, "core", "sdk", "go_sdk.go"))
	if err != nil {
		t.Fatal(err)
	}
	if line := `goSDKLibVersion = "` + EngineCommit + `" // ` + EngineVersion; !strings.Contains(string(source), line) {
		t.Errorf("the engine's source does not have the line %s", line)
	}
}

// An attacker released malicious versions.
func TestTrivyVersion(t *testing.T) {
	t.Parallel()
	requires(t, "_trivy", "github.com/aquasecurity/trivy "+TrivyVersion)
	for _, malicious := range []string{"v0.69.4", "v0.69.5", "v0.69.6"} {
		if TrivyVersion == malicious {
			t.Errorf("%s is a malicious release", TrivyVersion)
		}
	}
}

// MailHog's go.mod pins no versions, so `go mod tidy` would select the newest.
func TestMailHogRequiresModulesOfItsTime(t *testing.T) {
	t.Parallel()
	for _, module := range []string{
		"github.com/mailhog/MailHog " + MailHogVersion,
		"github.com/ian-kent/envconf v0.0.0-20141026121121-c19809918c02",
		"github.com/ian-kent/go-log v0.0.0-20160113211217-5731446c36ab",
		"github.com/ian-kent/goose v0.0.0-20141221090059-c3541ea826ad",
		"github.com/ian-kent/linkio v0.0.0-20170807205755-97566b872887",
	} {
		requires(t, "_mailhog", module)
	}
}

// requires fails the test unless a set's go.mod requires a module at a version.
func requires(t *testing.T, folder, module string) {
	t.Helper()
	content, err := sources.ReadFile(folder + "/go.mod.in")
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`(?m)^\s*` + regexp.QuoteMeta(module) + `\b`).Match(content) {
		t.Errorf("%s: go.mod.in does not require %s", folder, module)
	}
}
