//go:build linux

package e2e

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/BurntSushi/toml"
)

// A lockFile is what tests change of a Pipfile.lock.
type lockFile struct {
	Meta    map[string]any            `json:"_meta"`
	Default map[string]map[string]any `json:"default"`
	Develop map[string]map[string]any `json:"develop"`
}

// changeLock changes a Pipfile.lock and makes it match its Pipfile again.
func changeLock(change func(*lockFile)) func(string) error {
	return func(folder string) error {
		path := filepath.Join(folder, "Pipfile.lock")
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		lock := new(lockFile)
		if err := json.Unmarshal(content, lock); err != nil {
			return err
		}
		change(lock)
		hash, err := pipfileHash(filepath.Join(folder, "Pipfile"))
		if err != nil {
			return err
		}
		lock.Meta["hash"] = map[string]string{"sha256": hash}
		if content, err = json.MarshalIndent(lock, "", "    "); err != nil {
			return err
		}
		return os.WriteFile(path, content, 0o644)
	}
}

// pipfileHash is by what Pipenv tells whether a lock matches: the sum of the
// Pipfile's content as JSON, without spaces and with sorted keys.
func pipfileHash(path string) (string, error) {
	var file map[string]any
	if _, err := toml.DecodeFile(path, &file); err != nil {
		return "", err
	}
	table := func(name string) any {
		if value, found := file[name]; found {
			return value
		}
		return map[string]any{}
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(map[string]any{
		"_meta":   map[string]any{"sources": file["source"], "requires": table("requires")},
		"default": table("packages"),
		"develop": table("dev-packages"),
	})
	sum := sha256.Sum256(bytes.TrimSpace(text.Bytes()))
	return hex.EncodeToString(sum[:]), err
}

// addPackage locks one package more.
func addPackage(name, version, hash string) func(string) error {
	return func(folder string) error {
		if err := replace("Pipfile", "[packages]\n", fmt.Sprintf("[packages]\n%s = \"*\"\n", name))(folder); err != nil {
			return err
		}
		return changeLock(func(lock *lockFile) {
			lock.Default[name] = map[string]any{"version": "==" + version, "hashes": []string{hash}, "index": "index"}
		})(folder)
	}
}

// lockedRequirement is a line of a requirements file for a package as the
// Django sample locks it.
func lockedRequirement(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(repository, "sample-app", "django", "Pipfile.lock"))
	if err != nil {
		t.Fatal(err)
	}
	lock := new(lockFile)
	if err := json.Unmarshal(content, lock); err != nil {
		t.Fatal(err)
	}
	line := fmt.Sprint(name, lock.Default[name]["version"])
	for _, hash := range lock.Default[name]["hashes"].([]any) {
		line += fmt.Sprint(" --hash=", hash)
	}
	return line + "\n"
}

// A requirements file may be a link into a folder of the source.
func TestLinkedRequirements(t *testing.T) {
	t.Parallel()
	app := calculator(t, "linked", func(folder string) error {
		for _, name := range []string{"requirements.txt", "requirements-dev.txt"} {
			if err := os.MkdirAll(filepath.Join(folder, "deps"), 0o755); err != nil {
				return err
			}
			if err := os.Rename(filepath.Join(folder, name), filepath.Join(folder, "deps", name)); err != nil {
				return err
			}
			if err := os.Symlink(filepath.Join("deps", name), filepath.Join(folder, name)); err != nil {
				return err
			}
		}
		return nil
	})
	result := ci(t, nil, app).mustPass(t).app(t, "linked")
	if stdout, _, _ := output(t, result, true, "1 + 2"); stdout != "3\n" {
		t.Errorf("got %q", stdout)
	}
}
