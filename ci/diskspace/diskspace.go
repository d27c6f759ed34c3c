// Package diskspace recognises a full disk.
package diskspace

import (
	"errors"
	"os"
	"strings"
	"syscall"
)

// Full tells whether an error says that a disk is full. It may be that of
// another program, whose words are all there is of it.
func Full(err error) bool {
	return err != nil && (errors.Is(err, syscall.ENOSPC) || Says(err.Error()))
}

// Says tells whether a text says that a disk is full.
func Says(text string) bool {
	return strings.Contains(strings.ToLower(text), "no space left on device")
}

// advised is an error that says what to do about a full disk.
type advised struct {
	error
	advice string
}

func (e *advised) Error() string { return e.error.Error() + "; " + e.advice }
func (e *advised) Unwrap() error { return e.error }

// Advise adds to an error that tells of a full disk what to do about it. Any
// other error stays as it is, and so does one that says it already.
func Advise(err error, advice string) error {
	if _, has := errors.AsType[*advised](err); has || !Full(err) {
		return err
	}
	return &advised{err, advice}
}

// probeSize is how much a folder takes that is not full. What did not fit may
// have been written in larger pieces.
const probeSize = 1 << 20

// Probe is an error where a folder takes no more: it writes a file there, which
// it removes again.
func Probe(folder string) (err error) {
	file, err := os.CreateTemp(folder, ".space-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, err = file.Write(make([]byte, probeSize))
	// Some file systems tell only now that there is no room.
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}
