// Package diskspace recognises a full disk.
package diskspace

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
)

// Full reports whether an error means that a disk is full. An error of another program is recognised by its text.
func Full(err error) bool {
	return err != nil && (errors.Is(err, syscall.ENOSPC) || FullIn(err.Error()))
}

// FullIn reports whether a text has the message of a full disk.
func FullIn(text string) bool {
	return strings.Contains(strings.ToLower(text), "no space left on device")
}

// advisedError is an error that says what to do about a full disk.
type advisedError struct {
	error
	advice string
}

func (e *advisedError) Error() string { return e.error.Error() + "; " + e.advice }
func (e *advisedError) Unwrap() error { return e.error }

// Advise adds to the error of a full disk what to do about it. Any other error
// stays as it is, and so does one that has its advice already.
func Advise(err error, advice string) error {
	if _, ok := errors.AsType[*advisedError](err); ok || !Full(err) {
		return err
	}
	return &advisedError{err, advice}
}

// AdviseNear is Advise, but adds the advice to any other error as well if the disk of a folder has fewer bytes left
// than given. Many programs do not report a full disk as such: a compiler misses the file that it could not write.
func AdviseNear(err error, folder string, bytes int64, advice string) error {
	if err == nil || Full(err) {
		return Advise(err, advice)
	}
	left, known := room(folder)
	if !known || left >= bytes {
		return err
	}
	return &advisedError{err, fmt.Sprintf("its disk has only %.1f MB left: %s", float64(left)/1e6, advice)}
}

// probeSize is the size of the file that Probe writes. It is large because a disk
// on which a large piece did not fit may still take a small one.
const probeSize = 1 << 20

// Probe returns an error if the disk of a folder is full: it writes a file there and removes it again.
func Probe(folder string) (err error) {
	file, err := os.CreateTemp(folder, ".space-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, err = file.Write(make([]byte, probeSize))
	// Some file systems report a full disk only here.
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}
