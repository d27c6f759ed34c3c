package scripts_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"dagger/python-pipeline/scripts"
)

// volumeEntrypoint is the program, compiled by the command of the builder.
var volumeEntrypoint = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "volume-entrypoint-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	source, built := filepath.Join(folder, "source"), filepath.Join(folder, "built")
	if err := os.Mkdir(source, 0o700); err != nil {
		return nil, err
	}
	for _, file := range scripts.VolumeEntrypointSource {
		if err := os.WriteFile(filepath.Join(source, file.Name), []byte(file.Text), 0o600); err != nil {
			return nil, err
		}
	}
	here := strings.NewReplacer(scripts.VolumeEntrypointFolder, source, scripts.VolumeEntrypointBuilt, built)
	command := scripts.CompileEntrypoint.Command()
	for i := range command {
		command[i] = here.Replace(command[i])
	}
	if out, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
		return nil, errors.Join(err, errors.New(string(out)))
	}
	return os.ReadFile(built)
})

// inNamespace makes /mnt a folder in memory, which nothing but the script after it sees. There it has the program, which
// it calls by its name, and a folder /mnt/data for a volume.
const inNamespace = `
set -eu
mount -t tmpfs -o mode=755 none /mnt
cd /mnt
mkdir bin data
cat >bin/volume-entrypoint
chmod 755 bin/volume-entrypoint
PATH=/mnt/bin:$PATH
as_10001() { setpriv --reuid 10001 --regid 10001 --clear-groups "$@"; }
`

// A run is what a shell script came to that calls the program.
type run struct {
	Output string
	Errors string
	Status int
}

// runInNamespace runs a shell script as root, in a mount namespace of its own.
func runInNamespace(t *testing.T, script string) run {
	t.Helper()
	program, err := volumeEntrypoint()
	if err != nil {
		t.Fatalf("the program cannot be compiled: %v", err)
	}
	var output, problems bytes.Buffer
	cmd := exec.Command("unshare", "--mount", "--propagation", "private", "sh", "-c", inNamespace+script)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(program), &output, &problems
	var failed *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}
	return run{output.String(), problems.String(), cmd.ProcessState.ExitCode()}
}
