//go:build unix

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"python-pipeline/ci/apptest"
)

var (
	// programFolder is where the tests build this program.
	programFolder string
	buildProgram  = sync.OnceValue(func() error {
		said, err := exec.Command("go", "build", "-o", filepath.Join(programFolder, "ci"), ".").CombinedOutput()
		if err != nil {
			return fmt.Errorf("%w: %s", err, said)
		}
		return nil
	})
)

func TestMain(m *testing.M) {
	var err error
	if programFolder, err = os.MkdirTemp("", "ci-*"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	status := m.Run()
	os.RemoveAll(programFolder)
	os.Exit(status)
}

// built is a command of the built program, whose reports go to a folder. It has a
// secret in its environment.
func built(t *testing.T, dist string, variables []string, arguments ...string) *exec.Cmd {
	t.Helper()
	if err := buildProgram(); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(filepath.Join(programFolder, "ci"), arguments...)
	cmd.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "PIPELINE_CACHE_DIR=" + t.TempDir(), "PIPELINE_DIST=" + dist,
		"PIPELINE_REGISTRY=registry.example.com/acme", "PIPELINE_REGISTRY_USERNAME=robot", "PIPELINE_REGISTRY_PASSWORD=hunter2",
	}, variables...)
	return cmd
}

// hostileApps are apps that try to have files of the machine read, each for the
// error that it has to get.
var hostileApps = map[string]string{
	"environment": "requirements.txt: it is a link that leads out of the app's folder",
	"shadow":      "Procfile: it is a link that leads out of the app's folder",
	"beside":      "config.json: it is a link that leads out of the app's folder",
	"zero":        "pyproject.toml: it is a link that leads out of the app's folder",
	"pipe":        "requirements.txt: it is a named pipe, not a regular file",
	"nested":      "pyproject.toml: line 1: tables or lists are nested more than 100 deep",
	"itself":      ".trivyignore.yaml: line 2: the alias *a is not supported",
	"escapes":     `requirements.txt: line 1: \x1b]0;\u202e is not a folder below the app's own`,
}

// writeHostileApps writes them, and a file beside them that is not theirs.
func writeHostileApps(t *testing.T) (root string) {
	t.Helper()
	var folders []string
	for name := range hostileApps {
		folders = append(folders, name)
	}
	root = apptest.WriteApps(t, map[string]string{
		"secret":                   "hunter2\n",
		"beside/pyproject.toml":    "[tool.python-pipeline]\nconfig = { \"config.json\" = \"CONFIG\" }\n",
		"nested/pyproject.toml":    strings.Repeat("[", 500_000),
		"itself/.trivyignore.yaml": "&a\n<<: *a\n",
		"escapes/requirements.txt": "-e \x1b]0;\u202e\n",
	}, folders...)
	for link, target := range map[string]string{
		"environment/requirements.txt": "/proc/self/environ", "shadow/Procfile": "/etc/shadow", "beside/config.json": "../secret", "zero/pyproject.toml": "/dev/zero",
	} {
		place := filepath.Join(root, link)
		os.Remove(place)
		if err := os.Symlink(target, place); err != nil {
			t.Fatal(err)
		}
	}
	pipe := filepath.Join(root, "pipe/requirements.txt")
	os.Remove(pipe)
	if err := syscall.Mkfifo(pipe, 0o644); err != nil {
		t.Fatal(err)
	}
	return root
}

func TestHostileApps(t *testing.T) {
	t.Parallel()
	root, dist := writeHostileApps(t), t.TempDir()
	arguments := []string{"test"}
	for name := range hostileApps {
		arguments = append(arguments, filepath.Join(root, name))
	}
	for _, command := range []string{"plan", "test"} {
		arguments[0] = command
		output, err := built(t, dist, nil, arguments...).CombinedOutput()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != 1 {
			t.Errorf("%s: got %v, want the status 1:\n%s", command, err, output)
		}
		for name, want := range hostileApps {
			if !strings.Contains(string(output), want) {
				t.Errorf("%s: %s: the output does not say %q", command, name, want)
			}
		}
		tellsNothing(t, command+": the output", string(output))
		if t.Failed() {
			t.Log(string(output))
		}
	}
	reports := 0
	err := filepath.WalkDir(dist, func(place string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		reports++
		content, err := os.ReadFile(place)
		tellsNothing(t, place, string(content))
		return err
	})
	if err != nil || reports == 0 {
		t.Errorf("%d reports, %v", reports, err)
	}
}

// tellsNothing wants neither what hostile apps are after nor what a terminal
// would obey.
func tellsNothing(t *testing.T, what, text string) {
	t.Helper()
	for _, unwanted := range []string{"hunter2", "root:", "PIPELINE_REGISTRY_USERNAME", "\x1b", "\u202e", "goroutine "} {
		if strings.Contains(text, unwanted) {
			t.Errorf("%s has %q", what, unwanted)
		}
	}
}

// What an app says is shown, with nothing in it that a terminal or GitHub Actions
// would obey.
func TestPlanOfHostileWords(t *testing.T) {
	t.Parallel()
	const folder = "a\n::error::b ##[add-mask]c\u202e"
	root := apptest.WriteApps(t, map[string]string{
		folder + "/pyproject.toml": "[tool.python-pipeline]\ncommand = \"python main.py \\u001b]0\\u0007\\u009b31m\\u202e ##[error]d\"\n",
		folder + "/main.py":        "",
	}, folder)
	variables := []string{"GITHUB_ACTIONS=true", "GITHUB_OUTPUT=" + filepath.Join(t.TempDir(), "output")}
	output, err := built(t, t.TempDir(), variables, "plan", filepath.Join(root, folder)).Output()
	if err != nil {
		t.Fatalf("%v:\n%s", err, output)
	}
	lines := strings.Split(strings.TrimSpace(string(output)), "\n")
	token, stopped := strings.CutPrefix(lines[0], "::stop-commands::")
	if !stopped || lines[len(lines)-1] != "::"+token+"::" {
		t.Errorf("what the app says is taken for commands:\n%s", output)
	}
	if shown := `python main.py \x1b]0\a\u009b31m\u202e ##[error]d`; !strings.Contains(string(output), shown) {
		t.Errorf("the command is not shown as %s:\n%s", shown, output)
	}
	if name := `a\n::error::b ##[add-mask]c\u202e`; !strings.Contains(lines[1], name) {
		t.Errorf("the folder is not shown as %s: %s", name, lines[1])
	}
	tellsNothing(t, "the plan", string(output))

	output, err = built(t, t.TempDir(), variables, "plan", filepath.Join(root, folder), "--json").Output()
	if err != nil {
		t.Fatal(err)
	}
	tellsNothing(t, "the plan in JSON", string(output))
	if strings.Contains(string(output), "##[") {
		t.Errorf("the plan in JSON has a command:\n%s", output)
	}
	var plans map[string]struct{ Command string }
	if err := json.Unmarshal(output, &plans); err != nil {
		t.Fatalf("%v in\n%s", err, output)
	}
	for name, plan := range plans {
		if want := "python main.py \x1b]0\a\u009b31m\u202e ##[error]d"; plan.Command != want {
			t.Errorf("%s: got the command %q, want %q", name, plan.Command, want)
		}
	}
}

// A read that never ends does not keep the program.
func TestReadIsInterrupted(t *testing.T) {
	t.Parallel()
	pipe := filepath.Join(t.TempDir(), "accepted.yaml")
	if err := syscall.Mkfifo(pipe, 0o644); err != nil {
		t.Fatal(err)
	}
	root := apptest.WriteApps(t, nil, "shop")
	cmd := built(t, t.TempDir(), []string{"TRIVY_IGNOREFILE=" + pipe}, "plan", filepath.Join(root, "shop"))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// The pipe can be opened for writing once somebody reads it.
	for {
		writer, err := os.OpenFile(pipe, os.O_WRONLY|syscall.O_NONBLOCK, 0)
		if err == nil {
			defer writer.Close()
			break
		}
		if !errors.Is(err, syscall.ENXIO) {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Millisecond)
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != 130 {
		t.Errorf("got %v, want the status 130", err)
	}
}
