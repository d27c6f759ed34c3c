// Package revision reads from git the revision of an image's source, for labels.
//
// A repository's own configuration can name programs that git runs: a file system monitor, filters, hooks, a pager, a
// signature checker. An app's folder is data, so git never sees that configuration: it works in a temporary git
// directory with a configuration that this package writes (see view.go).
package revision

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Revision tells where a source comes from. A field is empty if git has no value for it.
type Revision struct {
	// Commit is the full hash, with "-dirty" behind it when the folder has changes that are not committed.
	Commit string
	// Created is the commit's time in RFC 3339, UTC.
	Created string
	// Repository is the address of the remote "origin", without credentials.
	Repository string
}

// timeLimit is the time that reading the revision of one folder may take: a pipe
// in a repository blocks the program that opens it.
const timeLimit = 30 * time.Second

// Latest is the last second, counted from 1970, that RFC 3339 can express: the end of the year 9999.
const Latest = 253402300799

// Of reads the revision of a folder. epoch, if not nil, replaces the commit's time, in seconds since 1970. A folder
// that is not in a repository has an empty revision. After an error the revision has the fields that could be read.
func Of(ctx context.Context, folder string, epoch *int64) (Revision, error) {
	return of(ctx, folder, epoch, timeLimit)
}

func of(ctx context.Context, folder string, epoch *int64, limit time.Duration) (Revision, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, limit,
		fmt.Errorf("git did not end within %s: look for a file in the repository that is a pipe, or for one that never ends", limit))
	defer cancel()
	var r Revision
	seconds, err := r.read(ctx, folder)
	if epoch != nil {
		seconds = epoch
	}
	// A commit can have any time.
	if seconds != nil && *seconds >= 0 && *seconds <= Latest {
		r.Created = time.Unix(*seconds, 0).UTC().Format(time.RFC3339)
	}
	return r, err
}

// read fills in the fields from the repository and returns the commit's time.
func (r *Revision) read(ctx context.Context, folder string) (created *int64, err error) {
	repo, err := findRepository(ctx, folder)
	if repo == nil || err != nil {
		return nil, err
	}
	v, err := newView(ctx, repo)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, v.remove()) }()
	r.Repository = publicAddress(v.settings.origin())
	if v.commit == "" {
		return nil, nil
	}
	output, err := v.git(ctx, v.path, "log", "--no-walk", "--format=%H %ct", v.commit)
	if err != nil {
		return nil, err
	}
	commit, timestamp, _ := strings.Cut(strings.TrimSpace(output), " ")
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return nil, err
	}
	dirty, err := v.isDirty(ctx, folder)
	if err != nil {
		return nil, err
	}
	if r.Commit = commit; dirty {
		r.Commit += "-dirty"
	}
	return &seconds, nil
}
