package scripts

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestInstallHandsOverItsFiles(t *testing.T) {
	t.Parallel()
	const uv = "pip install --quiet --python UV/interpreter"
	for name, test := range map[string]struct {
		arguments []string
		want      string // uv's arguments, each in brackets
	}{
		"one":              {[]string{"false", "requirements.txt"}, uv + " [-r] [requirements.txt]"},
		"two, with hashes": {[]string{"true", "a.txt", "b.txt"}, uv + " [--require-hashes] [-r] [a.txt] [-r] [b.txt]"},
		"spaces and stars": {[]string{"true", "my reqs.txt", "*.txt"}, uv + " [--require-hashes] [-r] [my reqs.txt] [-r] [*.txt]"},
		"nothing":          {[]string{"false"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			venv, log := filepath.Join(folder, "venv"), filepath.Join(folder, "log")
			if err := os.MkdirAll(filepath.Join(venv, "bin"), 0o700); err != nil {
				t.Fatal(err)
			}
			// What a * must not become.
			if err := os.WriteFile(filepath.Join(folder, "other.txt"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
			fake := "#!/bin/sh\ncase $* in *check*) ;; *) printf '[%s] ' \"$@\" >>" + log + " ;; esac\n"
			for _, program := range []string{"uv", "python3"} {
				if err := os.WriteFile(filepath.Join(folder, program), []byte(fake), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			script := strings.NewReplacer("/opt/uv/bin/uv", filepath.Join(folder, "uv"), "/opt/uv", folder, "/venv", venv).Replace(InstallRequirements.Text)
			cmd := exec.Command("sh", append([]string{"-c", script, "install"}, test.arguments...)...)
			cmd.Dir, cmd.Env = folder, append(os.Environ(), "PATH="+folder+":"+os.Getenv("PATH"))
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			said, err := os.ReadFile(log)
			if err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			options, files, _ := strings.Cut(test.want, " [")
			var want strings.Builder
			for _, option := range strings.Fields(strings.ReplaceAll(options, "UV", folder)) {
				want.WriteString("[" + option + "] ")
			}
			if files != "" {
				want.WriteString("[" + files)
			}
			if diff := cmp.Diff(want.String(), strings.TrimSuffix(string(said), " ")); diff != "" {
				t.Errorf("arguments differ (-want +got):\n%s", diff)
			}
		})
	}
}
