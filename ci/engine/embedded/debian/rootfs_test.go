package debian

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"python-pipeline/ci/engine/embedded/proxies"
)

// hook runs a script as mmdebstrap does, with an ordinary folder as root.
func hook(t *testing.T, script, root string) {
	t.Helper()
	if out, err := exec.Command("sh", "-e", "-c", script, "hook", root).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// files lists the files below a folder.
func files(t *testing.T, root string) []string {
	t.Helper()
	var names []string
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestExcludeFiles(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	hook(t, excludeFiles(append(docFiles[:len(docFiles):len(docFiles)], "/usr/lib/python3*/EXTERNALLY-MANAGED")), root)
	const want = `path-exclude=/usr/share/man/*
path-exclude=/usr/share/doc/*
path-exclude=/usr/share/locale/*
path-exclude=/usr/share/info/*
path-exclude=/usr/lib/python3*/EXTERNALLY-MANAGED
path-include=/usr/share/doc/*/copyright
`
	got, err := os.ReadFile(filepath.Join(root, "etc/dpkg/dpkg.cfg.d/excludes"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("dpkg's configuration differs (-want +got):\n%s", diff)
	}
}

func TestRemoveDocFilesKeepsLicences(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	for _, name := range []string{
		"bin/tar", "usr/share/man/man1/tar.1.gz", "usr/share/locale/de/tar.mo", "usr/share/info/tar.info.gz",
		"usr/share/doc/tar/README.Debian", "usr/share/doc/tar/copyright", "usr/share/doc/tar/examples/backup",
	} {
		write(t, filepath.Join(root, name), "")
	}
	hook(t, removeDocFiles, root)
	if diff := cmp.Diff([]string{"bin/tar", "usr/share/doc/tar/copyright"}, files(t, root)); diff != "" {
		t.Errorf("files differ (-want +got):\n%s", diff)
	}
}

func TestStages(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		rootfs  Rootfs
		variant string
		want    map[string][]string // parts of the stages' scripts, in order
	}{
		"a system": {
			rootfs:  Rootfs{Exclude: []string{"/usr/lib/llvm-*/*"}, Prepare: "useradd shop", Customize: "localedef shop"},
			variant: "minbase",
			want:    map[string][]string{"setup": {"path-exclude=/usr/lib/llvm-*/*"}, "essential": {"useradd shop"}, "customize": {removeDocFiles, "localedef shop"}},
		},
		"a bare system": {
			rootfs:  Rootfs{Bare: true, Customize: "busybox --install"},
			variant: "extract",
			want:    map[string][]string{"extract": {removeDocFiles, "busybox --install"}},
		},
		"a system with programs": {
			rootfs:  Rootfs{Bare: true, Programs: "/cache/programs/mailhog", Customize: "MailHog --version"},
			variant: "extract",
			want:    map[string][]string{"extract": {copyPrograms, removeDocFiles, "MailHog --version"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := test.rootfs.variant(); got != test.variant {
				t.Errorf("got the variant %s, want %s", got, test.variant)
			}
			stages := test.rootfs.stages()
			if len(stages) != len(test.want) {
				t.Errorf("got %d stages, want %d", len(stages), len(test.want))
			}
			for _, stage := range stages {
				rest := stage.script
				for _, part := range test.want[stage.name] {
					_, after, found := strings.Cut(rest, part)
					if !found {
						t.Errorf("%s: no %q in the rest of the script:\n%s", stage.name, part, rest)
					}
					rest = after
				}
			}
		})
	}
}

// Not parallel: the environment is the process's.
func TestCopyPrograms(t *testing.T) {
	programs, root := filepath.Join(t.TempDir(), "it's a cache"), t.TempDir()
	write(t, filepath.Join(programs, "MailHog"), "program")
	t.Setenv("PROGRAMS", programs)
	hook(t, copyPrograms, root)
	if diff := cmp.Diff([]string{"usr/local/bin/MailHog"}, files(t, root)); diff != "" {
		t.Errorf("files differ (-want +got):\n%s", diff)
	}
	if info, err := os.Stat(filepath.Join(root, "usr/local/bin/MailHog")); err != nil || info.Mode().Perm() != 0o755 {
		t.Errorf("got %v, %v; every user must be able to run it", info, err)
	}
}

func TestSourceDateEpochIsTheStartOfADay(t *testing.T) {
	t.Parallel()
	if seconds, err := strconv.ParseInt(sourceDateEpoch(), 10, 64); err != nil || seconds%86400 != 0 {
		t.Errorf("%s is not the start of a day, %v", sourceDateEpoch(), err)
	}
}

// Not parallel: the environment is the process's.
func TestHostEnvironment(t *testing.T) {
	for _, name := range proxies.Variables {
		t.Setenv(name, "")
		if err := os.Unsetenv(name); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("https_proxy", "http://proxy.example:3128")
	t.Setenv("PIP_INDEX_URL", "https://index.example/simple")
	want := []string{
		"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LC_ALL=C.UTF-8",
		"https_proxy=http://proxy.example:3128",
	}
	if diff := cmp.Diff(want, hostEnvironment()); diff != "" {
		t.Errorf("environment differs (-want +got):\n%s", diff)
	}
}
