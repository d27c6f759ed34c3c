package module

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"

	"python-pipeline/ci/cachefolder"
	"python-pipeline/ci/wholefile"
)

// A Secret is a value that is sent to the engine as a secret only.
type Secret struct {
	Name  string // its purpose
	Value string // empty for none
}

// A Key makes names for secrets. The engine caches by a secret's name, not by its value, so the name has to change with the
// value; and without the key nobody can guess the value from the name.
type Key []byte

// ReadKey reads the key of this machine from a folder, and makes it at the first call. It has to last: with another name a
// step that uses the secret runs again.
func ReadKey(folder string) (Key, error) {
	file := filepath.Join(folder, "secret-names.key")
	if key, err := os.ReadFile(file); err == nil && len(key) > 0 {
		return key, nil
	}
	if err := cachefolder.Create(folder); err != nil {
		return nil, fmt.Errorf("key of secrets' names: %w", err)
	}
	key := Key(rand.Text())
	if err := wholefile.Write(file, key, 0o600); err != nil {
		return nil, fmt.Errorf("key of secrets' names: %w", err)
	}
	return key, nil
}

func (k Key) name(secret Secret) string {
	mac := hmac.New(sha256.New, k)
	mac.Write([]byte(secret.Value))
	return secret.Name + "-" + hex.EncodeToString(mac.Sum(nil))[:16]
}
