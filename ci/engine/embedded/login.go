package embedded

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"python-pipeline/ci/wholefile"
)

// A Login is the login for writing to the engine's own registry. Every user of the machine can connect to the registry,
// whose images are used as bases, run and published.
type Login struct {
	// User may be any name: the registry checks only the password.
	User string
	// Password is secret.
	Password string
	// File is the path of a file with the password.
	File string
}

const loginUser = "python-pipeline"

func (f Folder) login() (Login, error) {
	password, err := os.ReadFile(f.passwordFile())
	if err == nil && len(password) == 0 {
		err = errors.New("it is empty")
	}
	if err != nil {
		return Login{}, fmt.Errorf("password of the engine's registry: %w; run `go run ./ci engine stop` and start again", err)
	}
	return Login{User: loginUser, Password: string(password), File: f.passwordFile()}, nil
}

// createLogin creates the password, unless it exists. The password outlives the
// engine, so that clients stay logged in. The cache folder has to be locked.
func (f Folder) createLogin() (Login, error) {
	if info, err := os.Stat(f.passwordFile()); errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		if err := wholefile.Write(f.passwordFile(), []byte(rand.Text()), 0o600); err != nil {
			return Login{}, fmt.Errorf("password of the engine's registry: %w", err)
		}
	}
	return f.login()
}
