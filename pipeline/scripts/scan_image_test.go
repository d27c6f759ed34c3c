package scripts

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"go.yaml.in/yaml/v3"
)

// fakeTrivy writes its name into every report that it is asked for, except the
// one that the variable LOST names.
const fakeTrivy = `#!/bin/sh
while [ $# -gt 0 ]; do
    case $1 in
    --output)
        case $2 in
        */"${LOST-}") ;;
        *) echo trivy >"$2" ;;
        esac
        ;;
    esac
    shift
done
`

// scans is a folder with what scan-image.sh finds in its container.
type scans struct{ root string }

func newScans(t *testing.T) scans {
	t.Helper()
	root := t.TempDir()
	for _, folder := range []string{"bin", "scans", "empty"} {
		if err := os.Mkdir(filepath.Join(root, folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(root, "bin", "trivy"), []byte(fakeTrivy), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "manifest.json"), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("tar", "-cf", filepath.Join(root, "image.tar"), "-C", filepath.Join(root, "empty"), ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return scans{root}
}

// run runs a script in a container of its own, of which scans alone is shared.
func (s scans) run(t *testing.T, script string, variables []string, arguments ...string) (out, said string, err error) {
	t.Helper()
	own := t.TempDir()
	if err := os.Mkdir(filepath.Join(own, "tmp"), 0o700); err != nil {
		t.Fatal(err)
	}
	script = strings.NewReplacer("/pipeline/cache", own+"/cache", "/pipeline/database", own+"/database",
		"/image.tar", s.root+"/image.tar", "/manifest.json", s.root+"/manifest.json", "/out", own+"/out", "/scans", s.root+"/scans", "/tmp", own+"/tmp").Replace(script)
	var stderr bytes.Buffer
	cmd := exec.Command("sh", append([]string{"-c", script, "scan"}, arguments...)...)
	cmd.Env = append(append(os.Environ(), "PATH="+filepath.Join(s.root, "bin")+":"+os.Getenv("PATH")), variables...)
	cmd.Stderr = &stderr
	err = cmd.Run()
	return filepath.Join(own, "out"), stderr.String(), err
}

// kept tells whether a result is found by its key.
func (s scans) kept(t *testing.T, key string) bool {
	t.Helper()
	out, said, err := s.run(t, ScanCacheLookup.Text, nil, key)
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	content, err := os.ReadFile(filepath.Join(out, "trivy.json"))
	if err == nil && string(content) != "trivy\n" {
		t.Errorf("the report holds %q", content)
	}
	return err == nil
}

func TestScanKeepsItsResult(t *testing.T) {
	t.Parallel()
	s := newScans(t)
	if s.kept(t, "key") {
		t.Error("a result is there before any scan")
	}
	// Equal scans may end at the same time.
	var wait sync.WaitGroup
	for range 4 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			if _, said, err := s.run(t, ScanImage.Text, nil, "key", "shop"); err != nil {
				t.Errorf("%v: %s", err, said)
			}
		}()
	}
	wait.Wait()
	if !s.kept(t, "key") || s.kept(t, "other") {
		t.Error("the result is not kept under its key alone")
	}
	if left, err := filepath.Glob(filepath.Join(s.root, "scans", "new.*")); err != nil || len(left) > 0 {
		t.Errorf("it left %v, %v", left, err)
	}
	if _, said, err := s.run(t, ScanCacheLookup.Text, nil, "key", "forget"); err != nil || s.kept(t, "key") {
		t.Errorf("the result is still kept: %v: %s", err, said)
	}
}

// A scanner that ends well without a report has seen nothing.
func TestScanWithoutReport(t *testing.T) {
	t.Parallel()
	for _, lost := range []string{"trivy.json", "trivy.txt", "trivy.sarif", "sbom.cdx.json", "sbom.spdx.json"} {
		t.Run(lost, func(t *testing.T) {
			t.Parallel()
			s := newScans(t)
			_, said, err := s.run(t, ScanImage.Text, []string{"LOST=" + lost}, "key", "shop")
			var failed *exec.ExitError
			if !errors.As(err, &failed) || failed.ExitCode() != 3 || !strings.Contains(said, "without a report: "+lost+" is empty or absent") || s.kept(t, "key") {
				t.Errorf("it ended with %v and said\n%s", err, said)
			}
		})
	}
}

// Trivy ignores keys that it does not know, so each key has to be one of its own.
func TestSecretsHasTheKeysOfTrivy(t *testing.T) {
	t.Parallel()
	decoder := yaml.NewDecoder(strings.NewReader(SecretRules))
	decoder.KnownFields(true)
	var config struct {
		DisableAllowRules []string `yaml:"disable-allow-rules"`
		SkipPatterns      []string `yaml:"skip-patterns"`
		AllowRules        []struct {
			ID, Regex, Path string
		} `yaml:"allow-rules"`
	}
	if err := decoder.Decode(&config); err != nil {
		t.Fatal(err)
	}
	if config.SkipPatterns == nil || len(config.DisableAllowRules) == 0 {
		t.Errorf("%+v", config)
	}
}
