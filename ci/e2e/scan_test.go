//go:build linux

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/CycloneDX/cyclonedx-go"
	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	spdx "github.com/spdx/tools-golang/json"
	"github.com/spdx/tools-golang/spdxlib"

	"dagger.io/dagger"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/advisories"
	"python-pipeline/ci/advisories/advisoriestest"
)

// What security teams expect: reports and bills of materials that their tools
// read, with packages of Python and of Debian.
func TestScanReports(t *testing.T) {
	t.Parallel()
	r := ci(t, nil, "sample-app/django").mustPass(t)
	app := r.app(t, "django")
	if app.Scan == nil || app.Scan.Counts["CRITICAL"] == 0 || app.Scan.Counts["HIGH"] == 0 {
		t.Fatalf("the base and libpq's library have advisories without a fix: %+v", app.Scan)
	}
	if database := app.Scan.Database; !database.Small || database.Advisories < 20 || !strings.Contains(r.output, "vulnerability database: the small one of this repository") {
		t.Errorf("nobody may mistake the small database for a real one: %+v\n%s", database, r.output)
	}
	open := func(name string) io.Reader {
		return strings.NewReader(readFile(t, filepath.Join(r.dist, "django", name)))
	}

	var bom cyclonedx.BOM
	if err := cyclonedx.NewBOMDecoder(open("sbom.cdx.json"), cyclonedx.BOMFileFormatJSON).Decode(&bom); err != nil {
		t.Fatal(err)
	}
	var components []string
	for _, component := range *bom.Components {
		components = append(components, strings.ToLower(component.Name)+" "+component.Version)
	}
	mustHavePackages(t, "CycloneDX", components)

	document, err := spdx.Read(open("sbom.spdx.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := spdxlib.ValidateDocument(document); err != nil {
		t.Error(err)
	}
	var packages []string
	for _, p := range document.Packages {
		packages = append(packages, strings.ToLower(p.PackageName)+" "+p.PackageVersion)
	}
	mustHavePackages(t, "SPDX", packages)

	found, err := sarif.FromBytes([]byte(readFile(t, filepath.Join(r.dist, "django", "trivy.sarif"))))
	if err != nil {
		t.Fatal(err)
	}
	for _, run := range found.Runs {
		// Trivy leaves these out; the library would write them empty, which the
		// schema forbids.
		run.Language, run.Tool.Driver.Language, run.NewlineSequences = "en-US", "en-US", []string{"\n"}
	}
	if err := found.Validate(); err != nil {
		t.Errorf("trivy.sarif: %v", err)
	}
	if id := found.Runs[0].AutomationDetails.ID; id == nil || *id != "trivy/django/" {
		t.Errorf("trivy.sarif: the run's id is %v", id)
	}
	if table := readFile(t, filepath.Join(r.dist, "django", "trivy.txt")); !strings.Contains(table, "CVE-2023-45853") {
		t.Errorf("trivy.txt:\n%s", table)
	}
}

func mustHavePackages(t *testing.T, what string, found []string) {
	t.Helper()
	for _, want := range []string{"django 5.2.", "psycopg-c 3.", "uwsgi 2.", "libpq5 15.", "zlib1g 1:1.2"} {
		if !slices.ContainsFunc(found, func(name string) bool { return strings.HasPrefix(name, want) }) {
			t.Errorf("%s does not list %s", what, want)
		}
	}
}

// oldDjango locks a Django with a known hole.
var oldDjango = all(
	changeLock(func(lock *lockFile) {
		lock.Default["django"]["version"] = "==4.2.14"
		lock.Default["django"]["hashes"] = []string{"sha256:3ec32bc2c616ab02834b9cac93143a7dc1cdcd5b822d78ac95fc20a38c534240"}
	}),
	// It warns of what later releases drop.
	replace("pyproject.toml", "    \"error\",\n", ""),
	alone("test_nothing.py", "def test_nothing():\n    pass\n"),
)

// accepting writes an ignore file that accepts a finding until a day.
func accepting(id, until string) func(string) error {
	return write(".trivyignore.yaml", fmt.Sprintf("vulnerabilities:\n  - id: %s\n    expired_at: %s\n    statement: JSONField is not used\n", id, until))
}

// A known hole stops the image, with what to do; accepted for a time, and for a
// reason, it does not.
func TestVulnerableDjango(t *testing.T) {
	t.Parallel()
	const cve = "CVE-2024-42005"
	app := django(t, "vulnerable", oldDjango)
	r := ci(t, nil, app).mustFail(t, "scan: 1 finding stops the image", "Django 4.2.14: "+cve, "(CRITICAL, in your layers)", "fixed in 4.2.15, 5.0.8: run `pipenv upgrade django` and build again")
	if result := r.app(t, "vulnerable"); failedAt(result) != "scan" || result.Tests.Passed != 1 {
		t.Errorf("summary: %+v", result)
	}
	// The report is complete all the same, with what Debian has not fixed.
	for _, id := range []string{cve, "CVE-2023-2953"} {
		if report := readFile(t, filepath.Join(r.dist, named("vulnerable"), "trivy.json")); !strings.Contains(report, id) {
			t.Errorf("trivy.json does not have %s", id)
		}
	}
	mustNotBePublished(t, "vulnerable")

	if err := accepting(cve, "2020-01-01")(app); err != nil {
		t.Fatal(err)
	}
	ci(t, nil, app).mustFail(t, "Django 4.2.14: "+cve)
	mustNotBePublished(t, "vulnerable")

	if err := accepting(cve, "2999-01-01")(app); err != nil {
		t.Fatal(err)
	}
	r = ci(t, nil, app).mustPass(t)
	if scan := r.app(t, "vulnerable").Scan; scan.Suppressed != 1 || !strings.Contains(r.output, "1 ignored") {
		t.Errorf("%+v\n%s", scan, r.output)
	}
	if report := readFile(t, filepath.Join(r.dist, named("vulnerable"), "trivy.json")); !strings.Contains(report, "JSONField is not used") {
		t.Error("the report does not show it as suppressed, with the reason")
	}
}

// The same image and the same database are not scanned twice; other advisories
// are looked for at once.
func TestScanIsKept(t *testing.T) {
	t.Parallel()
	app := calculator(t, "kept")
	made := func(variables ...string) string {
		t.Helper()
		r := ci(t, variables, app).mustPass(t)
		var report struct{ CreatedAt string }
		if err := json.Unmarshal([]byte(readFile(t, filepath.Join(r.dist, named("kept"), "trivy.json"))), &report); err != nil || report.CreatedAt == "" {
			t.Fatalf("trivy.json has no time: %v", err)
		}
		return report.CreatedAt
	}
	first := made()
	if again := made(); again != first {
		t.Errorf("it was scanned at %s and again at %s", first, again)
	}
	if other := made("PIPELINE_TRIVY_DB=" + otherAdvisories(t)); other == first {
		t.Error("other advisories were not looked for")
	}
}

// otherAdvisories is a folder with an advisory that concerns nothing.
func otherAdvisories(t *testing.T) string {
	t.Helper()
	return advisoriesOf(t, advisories.Debian12, advisoryOf("nothing", "< 1"))
}

// advisoriesOf is a folder with the advisories of a file, and one for a release of
// Debian that concerns nothing: a database has to know the release of an image.
func advisoriesOf(t *testing.T, debian, text string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range map[string]string{
		"python.yaml": text,
		"debian.yaml": fmt.Sprintf(`ecosystem: %s
package: nothing
reviewed: 2026-01-01
advisories:
  - id: CVE-2026-99998
    severity: HIGH
    title: made up for a test
    fixed: "1"
    source: https://security-tracker.debian.org/tracker/CVE-2026-99998
`, debian),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// advisoryOf makes up an advisory for a package.
func advisoryOf(name, vulnerable string) string {
	return fmt.Sprintf(`ecosystem: pip
package: %s
reviewed: 2026-01-01
advisories:
  - id: CVE-2026-99999
    ghsa: GHSA-2222-3333-4444
    severity: HIGH
    title: made up for a test
    vulnerable: ["%s"]
    source: https://github.com/advisories/GHSA-2222-3333-4444
`, name, vulnerable)
}

// What else stops an image, or does not.
func TestScanGate(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change    func(string) error
		variables []string
		says      []string
	}{
		// No fix in Debian: a finding in the base image.
		"unfixed": {replace("pyproject.toml", "[tool.python-pipeline]", "[tool.python-pipeline]\nscan = { ignore-unfixed = false }"), nil,
			[]string{"zlib1g 1:1.2.13", "CVE-2023-45853", "in the base image", "there is no fix yet"}},
		"unfixed-by-variable": {nil, []string{"TRIVY_IGNORE_UNFIXED=false", "TRIVY_SEVERITY=CRITICAL"}, []string{"CVE-2023-45853"}},
		// It looks like a key of AWS, and is none.
		"secret": {appendTo("app.py", "\nACCESS = \"AKIA"+"QYLPMN5HFIQR7XYA\"\n"), nil,
			[]string{"/app/app.py: line 8", "looks like a credential (AWS Access Key ID)", "CRITICAL, in your layers", "revoke it"}},
		// Trivy finds it less bad to lose a webhook; it is no less a secret.
		"secret-medium": {appendTo("app.py", "\nHOOK = \"https://hooks.slack.com/services/"+strings.Repeat("T0B1", 11)+"\"\n"), nil,
			[]string{"/app/app.py: line 8", "looks like a credential (Slack Webhook)", "MEDIUM, in your layers", "below secrets in .trivyignore.yaml"}},
		// The same in a variable of the image, by a name that says nothing.
		"secret-variable": {replace("pyproject.toml", "[tool.python-pipeline]", "[tool.python-pipeline]\nenv = { ACCESS = \"AKIA"+"QYLPMN5HFIQR7XYA\" }"), nil,
			[]string{"looks like a credential (AWS Access Key ID)", "CRITICAL"}},
		"no-database": {nil, []string{"TRIVY_DB_REPOSITORY=127.0.0.1:9/trivy-db"},
			[]string{"scan: download the vulnerability database failed", "TRIVY_DB_REPOSITORY"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			change := c.change
			if change == nil {
				change = write("marker.txt", name)
			}
			r := ci(t, c.variables, calculator(t, name, change)).mustFail(t, c.says...)
			if result := r.app(t, name); failedAt(result) != "scan" {
				t.Errorf("it failed at %s", failedAt(result))
			}
			if strings.Contains(r.output, "AKIA") || strings.Contains(r.output, "goroutine ") {
				t.Errorf("a secret or a stack trace is shown:\n%s", r.output)
			}
			mustNotBePublished(t, name)
		})
	}
}

// A database without advisories would let everything pass, so it is an error; one
// of one's own serves in place of the small one.
func TestDatabases(t *testing.T) {
	t.Parallel()
	empty, own, artifact := t.TempDir(), advisoriesOf(t, advisories.Debian12, advisoryOf("lark", "< 99")), t.TempDir()
	ci(t, []string{"PIPELINE_TRIVY_DB=" + empty}, calculator(t, "empty-database")).mustFail(t, "vulnerability database")
	hollow := filepath.Join(t.TempDir(), "db")
	if err := (advisories.Database{}).Write(hollow); err != nil {
		t.Fatal(err)
	}
	ci(t, []string{"PIPELINE_TRIVY_DB=" + hollow}, calculator(t, "hollow-database")).mustFail(t, "it has no advisory of Python's or Debian's packages, and everything would pass")
	ci(t, []string{"PIPELINE_TRIVY_DB=127.0.0.1:9/trivy-db"}, calculator(t, "no-artifact")).mustFail(t, "pull the vulnerability database", "PIPELINE_TRIVY_DB")

	ci(t, []string{"PIPELINE_TRIVY_DB=" + own}, calculator(t, "own-advisories")).mustFail(t, "CVE-2026-99999: made up for a test")
	mustNotBePublished(t, "own-advisories")

	// The same from a registry.
	known, err := advisories.Read(os.DirFS(own))
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(artifact, "db")
	if err := known.Write(folder); err != nil {
		t.Fatal(err)
	}
	reference := engineStatus(t)["registry"] + "/" + named("trivy-db") + ":2"
	if err := advisoriestest.Push(t.Context(), folder, reference, remote.WithAuth(registryLogin(t))); err != nil {
		t.Fatal(err)
	}
	ci(t, []string{"PIPELINE_TRIVY_DB=" + reference}, calculator(t, "artifact")).mustFail(t, "CVE-2026-99999", reference)
}

// When Trivy itself fails, the failure says so.
func TestTrivyThatFails(t *testing.T) {
	t.Parallel()
	broken := t.TempDir()
	for name, text := range map[string]string{
		"metadata.json": `{"Version": 2, "UpdatedAt": "2026-01-01T00:00:00Z"}`,
		"trivy.db":      "vulnerability data-source {\"FixedVersion\":\"1\"} debian 12{\"ID\":\"debian\"}\n",
	} {
		if err := os.WriteFile(filepath.Join(broken, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	arguments := slices.DeleteFunc(constructor(t, calculator(t, "trivy-fails"), named("trivy-fails")), func(argument string) bool {
		return strings.HasPrefix(argument, "--trivy-db=")
	})
	out := filepath.Join(t.TempDir(), "report")
	callDagger(t, append(arguments, "--trivy-db="+broken, "all", "--day="+os.Getenv("PIPELINE_DAY"), "--only=scan", "files", "export", "--path="+out)...)
	var got report.Report
	if err := json.Unmarshal([]byte(readFile(t, filepath.Join(out, report.File))), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Failures) != 1 || got.Failures[0].Step != report.StepScan || got.Failures[0].Problem != "scan: Trivy failed" || got.Failures[0].Output == "" {
		t.Errorf("failures: %+v", got.Failures)
	}
}

// Of many findings the worst are shown, and how many there are.
func TestManyFindings(t *testing.T) {
	t.Parallel()
	text := advisoryOf("lark", "< 99")
	entry := text[strings.Index(text, "  - id:"):]
	for i := range 39 {
		text += strings.NewReplacer("CVE-2026-99999", fmt.Sprintf("CVE-2026-%05d", i), "made up", "the milder one, made up").Replace(entry)
	}
	own := advisoriesOf(t, advisories.Debian12, strings.Replace(text, "severity: HIGH", "severity: CRITICAL", 1))
	ci(t, []string{"PIPELINE_TRIVY_DB=" + own}, calculator(t, "many-findings")).
		mustFail(t, "40 findings stop the image: 1 critical, 39 high", "CVE-2026-99999: made up for a test (CRITICAL", "… and 10 more")
}

// A file that accepts more than its author means is refused before anything is
// built.
func TestAcceptedFileThatIsWrong(t *testing.T) {
	t.Parallel()
	const wrong = "vulnerabilities:\n  - {id: CVE-2024-42005, expired: 2020-01-01, reason: x}\n"
	r := ci(t, nil, calculator(t, "accepts", write(".trivyignore.yaml", wrong)))
	r.mustFail(t, ": plan: .trivyignore.yaml: line 2: unknown key \"expired\"; did you mean \"expired_at\"?", "did you mean \"statement\"?")
	// The module refuses it for other callers, too.
	file := filepath.Join(t.TempDir(), "theirs.yaml")
	if err := os.WriteFile(file, []byte("vulnerabilities:\n  - {id: CVE-2024-42005}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	plan := callDagger(t, append(constructor(t, calculator(t, "accepts-theirs"), named("accepts-theirs")), "with-gate", "--ignorefile="+file, "plan")...)
	for _, want := range []string{"warning: theirs.yaml: ignored without an end: CVE-2024-42005 (line 2)", "warning: theirs.yaml: ignored without a reason"} {
		if !strings.Contains(plan, want) {
			t.Errorf("the plan does not say %q:\n%s", want, plan)
		}
	}
}

// Every package of the small database is found in each vulnerable version, and
// in no fixed one.
func TestSmallDatabaseFindsAllOfIt(t *testing.T) {
	t.Parallel()
	known, err := advisories.Own()
	if err != nil {
		t.Fatal(err)
	}
	database := smallDatabase(t)
	for _, debian := range []string{advisories.Debian12, advisories.Debian13, advisories.DebianTesting} {
		for name, pick := range map[string]func(advisories.Advisory) []string{"vulnerable": advisoriestest.Vulnerable, "fixed": advisoriestest.Fixed} {
			root := filepath.Join(t.TempDir(), name)
			if err := advisoriestest.Rootfs(root, debian, known, pick); err != nil {
				t.Fatal(err)
			}
			found := trivyFinds(t, root, database)
			for _, p := range known.Packages {
				if p.Ecosystem != debian && p.Ecosystem != advisories.Pip {
					continue
				}
				for _, a := range p.Advisories {
					if want := name == "vulnerable" && len(pick(a)) > 0; found[a.ID] != want {
						t.Errorf("%s, %s %s, %s: found is %v", debian, name, p.Name, a.ID, found[a.ID])
					}
				}
			}
		}
	}
}

// smallDatabase writes that of this repository.
func smallDatabase(t *testing.T) string {
	t.Helper()
	known, err := advisories.Own()
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(t.TempDir(), "db")
	if err := known.Write(folder); err != nil {
		t.Fatal(err)
	}
	return folder
}

// trivyFinds scans a root file system with the engine's Trivy.
func trivyFinds(t *testing.T, root, database string) map[string]bool {
	t.Helper()
	client, err := connect()
	if err != nil {
		t.Fatal(err)
	}
	host := client.Host()
	out, err := client.Container().From(scannerImage(t)).
		WithMountedDirectory("/root-to-scan", host.Directory(root)).
		WithMountedDirectory("/cache/db", host.Directory(database)).
		WithExec([]string{"trivy", "rootfs", "--quiet", "--cache-dir=/cache", "--skip-db-update", "--skip-java-db-update", "--offline-scan",
			"--skip-version-check", "--disable-telemetry", "--scanners=vuln", "--format=json", "/root-to-scan"}, dagger.ContainerWithExecOpts{}).
		Stdout(context.WithoutCancel(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	var report struct {
		Results []struct {
			Vulnerabilities []struct{ VulnerabilityID, PkgName, PkgPath string }
		}
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, result := range report.Results {
		for _, v := range result.Vulnerabilities {
			// A version that has one hole may have another; what was installed for
			// an advisory is named by it.
			if strings.Contains(v.PkgName+v.PkgPath, strings.ToLower(v.VulnerabilityID)) {
				found[v.VulnerabilityID] = true
			}
		}
	}
	return found
}
