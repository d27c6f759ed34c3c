// Package revision reads from git what an image's labels say of its source.
//
// A repository's own configuration can name programs that git runs: a file
// system monitor, filters, hooks, a pager, a signature checker. An app's folder
// is data, so git never sees that configuration: it works in a temporary git
// directory whose configuration this package writes (see view.go).
package revision

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"
)

// Revision says where a source comes from. Its fields are empty where git does
// not know.
type Revision struct {
	// Commit is the full hash, with "-dirty" behind it when the folder has
	// changes that are not committed.
	Commit string
	// Created is the commit's time in RFC 3339, UTC.
	Created string
	// Repository is the address of the remote "origin", without credentials.
	Repository string
}

// limit is how long reading the revision of one folder may take: what lies in a
// repository can block whoever opens it.
const limit = 30 * time.Second

// Latest is the last second, since 1970, that RFC 3339 has a form for: the end of
// the year 9999.
const Latest = 253402300799

// Of reads the revision of a folder. epoch, if not nil, is the time to take in
// place of the commit's, in seconds since 1970. A folder in no repository has
// no revision. An error says why the repository that is there cannot be read;
// the revision has what could be read all the same.
func Of(ctx context.Context, folder string, epoch *int64) (Revision, error) {
	return of(ctx, folder, epoch, limit)
}

func of(ctx context.Context, folder string, epoch *int64, limit time.Duration) (Revision, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, tooSlow(limit))
	defer cancel()
	var r Revision
	seconds, err := r.read(ctx, folder)
	if epoch != nil {
		seconds = epoch
	}
	// A commit can claim any time.
	if seconds != nil && *seconds >= 0 && *seconds <= Latest {
		r.Created = time.Unix(*seconds, 0).UTC().Format(time.RFC3339)
	}
	return r, err
}

// read fills in what the repository says and gives the commit's time.
func (r *Revision) read(ctx context.Context, folder string) (created *int64, err error) {
	repo, err := find(ctx, folder)
	if repo == nil || err != nil {
		return nil, err
	}
	v, err := newView(ctx, repo)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, v.remove()) }()
	r.Repository = address(v.settings.origin())
	if v.commit == "" {
		return nil, nil
	}
	said, err := v.git(ctx, v.path, "log", "--no-walk", "--format=%H %ct", v.commit)
	if err != nil {
		return nil, err
	}
	commit, time, _ := strings.Cut(strings.TrimSpace(said), " ")
	seconds, err := strconv.ParseInt(time, 10, 64)
	if err != nil {
		return nil, err
	}
	changed, err := v.changed(ctx, folder)
	if err != nil {
		return nil, err
	}
	if r.Commit = commit; changed {
		r.Commit += "-dirty"
	}
	return &seconds, nil
}
