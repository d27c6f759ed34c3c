//go:build linux

package embedded

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRootfsKey(t *testing.T) {
	t.Parallel()
	one, other := filepath.Join(t.TempDir(), "ca.pem"), filepath.Join(t.TempDir(), "ca.pem")
	for path, content := range map[string]string{one: "one", other: "other"} {
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	key := func(bundle string) string {
		t.Helper()
		key, err := New(Folder(t.TempDir()), Settings{CABundle: bundle}).rootfsKey()
		if err != nil {
			t.Fatal(err)
		}
		return key
	}
	if first, second := key(one), key(one); first != second {
		t.Error("every run would make the root file system again")
	}
	if key("") == key(one) || key(one) == key(other) {
		t.Error("the key does not depend on the authorities")
	}
}

func TestRootfsKeyOfMissingAuthorities(t *testing.T) {
	t.Parallel()
	_, err := New(Folder(t.TempDir()), Settings{CABundle: "/nowhere/ca.pem"}).rootfsKey()
	if err == nil || !strings.HasPrefix(err.Error(), "certificate authorities: ") || !strings.HasSuffix(err.Error(), "SSL_CERT_FILE must name a readable file") {
		t.Errorf("got %v", err)
	}
}

func TestCopyFile(t *testing.T) {
	t.Parallel()
	source, target := filepath.Join(t.TempDir(), "dagger"), filepath.Join(t.TempDir(), "usr", "bin", "dagger")
	if err := os.WriteFile(source, []byte("program"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := copyFile(source, target, 0o755); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(target)
	if err != nil || string(content) != "program" {
		t.Errorf("got %q, %v", content, err)
	}
	if info, err := os.Stat(target); err != nil || info.Mode()&0o100 == 0 {
		t.Errorf("got %v, %v; it must be executable", info.Mode(), err)
	}
}
