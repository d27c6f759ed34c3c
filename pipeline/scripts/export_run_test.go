package scripts

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// An exportRun is a run of an exporter on files of its own, without a network.
type exportRun struct {
	exporter string
	tool     string // the folder of the lock's own tool
	uv       string
	files    map[string]string
	groups   []string // of the tests
}

// run returns the files that the exporter made, by their names, and what it said on standard error.
func (r exportRun) run(t *testing.T) (made map[string]string, said string, err error) {
	t.Helper()
	exporter, found := FindExporter(r.exporter)
	if !found {
		t.Fatalf("there is no exporter %s", r.exporter)
	}
	folder := t.TempDir()
	source, exported := filepath.Join(folder, "lock"), filepath.Join(folder, "export")
	if err := os.Mkdir(source, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range r.files {
		if err := os.WriteFile(filepath.Join(source, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	paths := strings.NewReplacer("/opt/uv/bin/uv", r.uv, "/opt/export/bin", filepath.Join(r.tool, "bin"), "/usr/local/bin/python3", python(),
		"/export", exported, "/tmp/", folder+"/")
	var command []string
	for _, word := range exporter.Command(r.groups...) {
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

// tools are the real tools of the locks, which are installed once: as the export stage does it, from the caller's index.
var tools = struct {
	sync.Mutex
	folder string
	errors map[string]error
}{errors: map[string]error{}}

func TestMain(m *testing.M) {
	code := m.Run()
	if tools.folder != "" {
		os.RemoveAll(tools.folder)
	}
	os.Exit(code)
}

// installUV returns the program uv of the export stage.
func installUV(t *testing.T) string {
	t.Helper()
	folder := install(t, "uv", func(folder string) error {
		pins := filepath.Join(folder, "uv.txt")
		if err := os.WriteFile(pins, []byte(UVRequirements), 0o600); err != nil {
			return err
		}
		return runs(python(), "-m", "pip", "--quiet", "install", "--no-deps", "--only-binary=:all:", "--require-hashes", "--target="+folder, "--requirement="+pins)
	})
	return filepath.Join(folder, "bin", "uv")
}

// installTool returns the folder with the tool of an exporter.
func installTool(t *testing.T, exporter string) string {
	t.Helper()
	uv := installUV(t)
	found, _ := FindExporter(exporter)
	return install(t, exporter, func(folder string) error {
		pins := filepath.Join(filepath.Dir(folder), exporter+".txt")
		if err := os.WriteFile(pins, []byte(found.Pins), 0o600); err != nil {
			return err
		}
		if err := runs(python(), "-m", "venv", "--without-pip", folder); err != nil {
			return err
		}
		return runs(uv, "pip", "install", "--quiet", "--python="+filepath.Join(folder, "bin", "python"), "--no-build", "--require-hashes", "--requirements="+pins)
	})
}

func install(t *testing.T, name string, into func(folder string) error) string {
	t.Helper()
	tools.Lock()
	defer tools.Unlock()
	if tools.folder == "" {
		var err error
		if tools.folder, err = os.MkdirTemp("", "export-tools-*"); err != nil {
			t.Fatal(err)
		}
	}
	folder := filepath.Join(tools.folder, name)
	if _, known := tools.errors[name]; !known {
		tools.errors[name] = os.MkdirAll(folder, 0o700)
		if tools.errors[name] == nil {
			tools.errors[name] = into(folder)
		}
	}
	if err := tools.errors[name]; err != nil {
		t.Fatalf("%s cannot be installed: %v", name, err)
	}
	return folder
}

// runs runs a program that downloads. uv takes the index from another variable than pip.
func runs(program string, arguments ...string) error {
	cmd := exec.Command(program, arguments...)
	cmd.Env = slices.Clone(os.Environ())
	if index := os.Getenv("PIP_INDEX_URL"); index != "" {
		cmd.Env = append(cmd.Env, "UV_DEFAULT_INDEX="+index)
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return nil
}
