package module

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func readKey(t *testing.T, folder string) Key {
	t.Helper()
	key, err := ReadKey(folder)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestReadKey(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "cache", "engine")
	key := readKey(t, folder)
	if len(key) < 16 {
		t.Errorf("%d characters can be guessed", len(key))
	}
	if !bytes.Equal(readKey(t, folder), key) {
		t.Error("it does not last")
	}
	if bytes.Equal(readKey(t, t.TempDir()), key) {
		t.Error("another folder has the same one")
	}
	info, err := os.Stat(filepath.Join(folder, "secret-names.key"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v; the key is its owner's alone", info.Mode(), err)
	}
	if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("got %v, %v; so is the cache folder", info.Mode(), err)
	}
}

func TestReadKeyReplacesAnEmptyOne(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "secret-names.key"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	key := readKey(t, folder)
	if len(key) == 0 || !bytes.Equal(readKey(t, folder), key) {
		t.Errorf("got %q; names without a key can be guessed", key)
	}
}

func TestReadKeyWithoutAFolder(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if key, err := ReadKey(filepath.Join(file, "cache")); err == nil || !strings.HasPrefix(err.Error(), "key of secrets' names: ") {
		t.Errorf("got %q, %v", key, err)
	}
}

func TestNameOfASecret(t *testing.T) {
	t.Parallel()
	key, other := Key("key"), Key("other")
	secret := Secret{"registry-password", "hunter2"}
	name := key.name(secret)
	if !regexp.MustCompile(`^registry-password-[0-9a-f]{16}$`).MatchString(name) || strings.Contains(name, secret.Value) {
		t.Errorf("got %s", name)
	}
	if again := key.name(secret); again != name {
		t.Errorf("got %s and %s; a step that uses the secret would run again", name, again)
	}
	for what, different := range map[string]string{
		"value":  key.name(Secret{secret.Name, "hunter3"}),
		"secret": key.name(Secret{"index-url", secret.Value}),
		"key":    other.name(secret),
	} {
		if different == name {
			t.Errorf("another %s gives the same name", what)
		}
	}
}
