package scripts_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/scripts"
	"dagger/python-pipeline/scripts/exporttest"
)

// An exportRun is a run of an exporter on files of its own, without a network.
type exportRun struct {
	exporter string
	tool     string // the folder of the lock's own tool
	uv       string
	files    map[string]string
	options  []string // for production
	groups   []string // of the tests
}

// run returns the files that the exporter made, by their names, and what it said on standard error.
func (r exportRun) run(t *testing.T) (made map[string]string, said string, err error) {
	t.Helper()
	exporter, found := scripts.FindExporter(r.exporter)
	if !found {
		t.Fatalf("there is no exporter %s", r.exporter)
	}
	folder := t.TempDir()
	source, exported := filepath.Join(folder, "lock"), filepath.Join(folder, "export")
	if err := os.Mkdir(source, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range r.files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(source, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(source, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	paths := strings.NewReplacer("/opt/uv/bin/uv", r.uv, "/opt/export/bin", filepath.Join(r.tool, "bin"), "/opt/packaging/bin", filepath.Join(r.tool, "bin"), "/usr/local/bin/python3", scripts.Python(),
		"/export", exported, "/tmp/", folder+"/")
	var command []string
	for _, word := range exporter.Command(slices.Concat(r.options, r.groups)...) {
		command = append(command, paths.Replace(word))
	}
	var output bytes.Buffer
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir, cmd.Stderr = source, &output
	const nobody = "http://127.0.0.1:9"
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + folder, "HTTP_PROXY=" + nobody, "HTTPS_PROXY=" + nobody, "http_proxy=" + nobody, "https_proxy=" + nobody}
	err = cmd.Run()
	made = map[string]string{}
	for _, name := range []string{"requirements.txt", "requirements-dev.txt"} {
		if content, err := os.ReadFile(filepath.Join(exported, name)); err == nil {
			made[name] = string(content)
		}
	}
	return made, output.String(), err
}

// mustMake expects the two files of requirements.
func (r exportRun) mustMake(t *testing.T, production, development string) {
	t.Helper()
	made, said, err := r.run(t)
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	if diff := cmp.Diff(map[string]string{"requirements.txt": production, "requirements-dev.txt": development}, made); diff != "" {
		t.Errorf("files differ (-want +got):\n%s", diff)
	}
}

// mustFail expects a failure that says some texts.
func (r exportRun) mustFail(t *testing.T, texts ...string) {
	t.Helper()
	made, said, err := r.run(t)
	if err == nil {
		t.Errorf("no failure, but %v", made)
	}
	for _, text := range texts {
		if !strings.Contains(said, text) {
			t.Errorf("it said\n%s\nand not %q", said, text)
		}
	}
}

// withFile is the run with another text of a file.
func (r exportRun) withFile(name, text string) exportRun {
	files := map[string]string{name: text}
	for other, text := range r.files {
		if other != name {
			files[other] = text
		}
	}
	r.files = files
	return r
}

// replacing is the run with another text in a file.
func (r exportRun) replacing(t *testing.T, name, old, new string) exportRun {
	t.Helper()
	if !strings.Contains(r.files[name], old) {
		t.Fatalf("%s has no %q", name, old)
	}
	return r.withFile(name, strings.ReplaceAll(r.files[name], old, new))
}

var shortHash = regexp.MustCompile(`(sha256(?::| = "))([0-9])\b`)

// fullHashes makes hashes of full length of those with one digit.
func fullHashes(text string) string {
	return shortHash.ReplaceAllStringFunc(text, func(hash string) string { return hash + strings.Repeat(hash[len(hash)-1:], 63) })
}

var tools exporttest.Tools

func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "export-tools-*")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	tools.Python, tools.Folder = scripts.Python(), folder
	code := m.Run()
	os.RemoveAll(folder)
	os.Exit(code)
}

// uv installs uv and returns its program.
func uv(t *testing.T) string {
	t.Helper()
	program, err := tools.UV()
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// tool installs the tool of an exporter and returns its virtual environment.
func tool(t *testing.T, exporter string) string {
	t.Helper()
	if exporter == "pylock" {
		return packaging(t)
	}
	folder, err := tools.Tool(exporter)
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// packaging installs the libraries for locks and returns their virtual environment.
func packaging(t *testing.T) string {
	t.Helper()
	folder, err := tools.Packaging()
	if err != nil {
		t.Fatal(err)
	}
	return folder
}
