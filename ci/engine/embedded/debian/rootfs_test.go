package debian

import (
	"archive/tar"
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

// hook runs a script as mmdebstrap does, on a root that is an ordinary folder.
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

func TestExcludeUnread(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	hook(t, excludeUnread(append(unread[:len(unread):len(unread)], "/usr/lib/python3*/EXTERNALLY-MANAGED")), root)
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

func TestRemoveUnreadKeepsLicences(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	for _, name := range []string{
		"bin/tar", "usr/share/man/man1/tar.1.gz", "usr/share/locale/de/tar.mo", "usr/share/info/tar.info.gz",
		"usr/share/doc/tar/README.Debian", "usr/share/doc/tar/copyright", "usr/share/doc/tar/examples/backup",
	} {
		write(t, filepath.Join(root, name), "")
	}
	hook(t, removeUnread, root)
	if diff := cmp.Diff([]string{"bin/tar", "usr/share/doc/tar/copyright"}, files(t, root)); diff != "" {
		t.Errorf("files differ (-want +got):\n%s", diff)
	}
}

func TestStages(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fs      Rootfs
		variant string
		want    map[string][]string // what the scripts of the stages have in common with these
	}{
		"a system": {
			fs:      Rootfs{Exclude: []string{"/usr/lib/llvm-*/*"}, Prepare: "useradd shop", Customize: "localedef shop"},
			variant: "minbase",
			want:    map[string][]string{"setup": {"path-exclude=/usr/lib/llvm-*/*"}, "essential": {"useradd shop"}, "customize": {removeUnread, "localedef shop"}},
		},
		"a bare one": {
			fs:      Rootfs{Bare: true, Customize: "busybox --install"},
			variant: "extract",
			want:    map[string][]string{"extract": {removeUnread, "busybox --install"}},
		},
		"one with programs": {
			fs:      Rootfs{Bare: true, Programs: "/cache/programs/mailhog", Customize: "MailHog --version"},
			variant: "extract",
			want:    map[string][]string{"extract": {copyPrograms, removeUnread, "MailHog --version"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := test.fs.variant(); got != test.variant {
				t.Errorf("got the variant %s, want %s", got, test.variant)
			}
			stages := test.fs.stages()
			if len(stages) != len(test.want) {
				t.Errorf("got %d stages, want %d", len(stages), len(test.want))
			}
			for _, stage := range stages {
				// In this order.
				rest := stage.script
				for _, part := range test.want[stage.name] {
					_, after, found := strings.Cut(rest, part)
					if !found {
						t.Errorf("%s: no %q in what is left:\n%s", stage.name, part, rest)
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
		t.Errorf("got %v, %v; all must be able to run it", info, err)
	}
}

func TestToday(t *testing.T) {
	t.Parallel()
	if seconds, err := strconv.ParseInt(today(), 10, 64); err != nil || seconds%86400 != 0 {
		t.Errorf("%s is no day, %v", today(), err)
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

func TestUnpack(t *testing.T) {
	t.Parallel()
	archive := filepath.Join(t.TempDir(), "root.tar")
	file, err := os.Create(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	writer := tar.NewWriter(file)
	if err := writer.WriteHeader(&tar.Header{Name: "./etc/hostname", Mode: 0o644, Size: 3, Uid: os.Getuid(), Gid: os.Getgid()}); err != nil {
		t.Fatal(err)
	}
	if _, err := writer.Write([]byte("new")); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	parent := t.TempDir()
	root := filepath.Join(parent, "root")
	write(t, filepath.Join(root, "etc/old"), "")
	write(t, root+".partial/etc/killed", "")
	if err := Unpack(t.Context(), archive, root); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"root/etc/hostname"}, files(t, parent)); diff != "" {
		t.Errorf("files differ (-want +got):\n%s", diff)
	}
}

func TestUnpackOfABrokenArchiveLeavesNoFolder(t *testing.T) {
	t.Parallel()
	archive := filepath.Join(t.TempDir(), "root.tar")
	write(t, archive, strings.Repeat("no tar file\n", 100))
	root := filepath.Join(t.TempDir(), "root")
	if err := Unpack(t.Context(), archive, root); err == nil || !strings.HasPrefix(err.Error(), "tar: exit status ") {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(root); err == nil {
		t.Error("a later run would take it as complete")
	}
}
