package embedded

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"python-pipeline/ci/wholefile"
)

// A Login is what the engine's own registry asks of those who write to it. Every
// user of the machine reaches the registry, and what it has is built on, judged
// by and published.
type Login struct {
	// User is a name only: the registry looks at the password.
	User string
	// Password is secret.
	Password string
	// File has the password, for programs that read it from a file.
	File string
}

const loginUser = "python-pipeline"

// login reads the registry's login.
func (f Folder) login() (Login, error) {
	password, err := os.ReadFile(f.password())
	if err == nil && len(password) == 0 {
		err = errors.New("it is empty")
	}
	if err != nil {
		return Login{}, fmt.Errorf("password of the engine's registry: %w; `go run ./ci engine stop` and start again", err)
	}
	return Login{User: loginUser, Password: string(password), File: f.password()}, nil
}

// createLogin makes the password, unless it is there. It outlives the engine, so
// that a client stays logged in. The cache folder's lock has to be held.
func (f Folder) createLogin() (Login, error) {
	if info, err := os.Stat(f.password()); errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		if err := wholefile.Write(f.password(), []byte(rand.Text()), 0o600); err != nil {
			return Login{}, fmt.Errorf("password of the engine's registry: %w", err)
		}
	}
	return f.login()
}
