// Package revision reads from git what an image's labels say of its source.
package revision

import (
	"context"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"slices"
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

// Of reads the revision of a folder. epoch, if not nil, is the time to take in
// place of the commit's, in seconds since 1970.
func Of(ctx context.Context, folder string, epoch *int64) Revision {
	git := func(args ...string) string {
		cmd := exec.CommandContext(ctx, "git", append([]string{"-C", folder}, args...)...)
		cmd.Env = environment()
		out, err := cmd.Output()
		if err != nil {
			return "" // no git, no repository, no commit: labels are left out
		}
		return strings.TrimSpace(string(out))
	}
	var r Revision
	commit, seconds, found := strings.Cut(git("log", "-1", "--format=%H %ct"), " ")
	if found {
		r.Commit = commit
		if git("status", "--porcelain", "--", ".") != "" {
			r.Commit += "-dirty"
		}
	}
	if created, err := strconv.ParseInt(seconds, 10, 64); err == nil && epoch == nil {
		epoch = &created
	}
	if epoch != nil {
		r.Created = time.Unix(*epoch, 0).UTC().Format(time.RFC3339)
	}
	r.Repository = address(git("remote", "get-url", "origin"))
	return r
}

// environment leaves out what a git hook is given: it names the repository of the
// commit or push, wherever the folder lies.
func environment() []string {
	return slices.DeleteFunc(os.Environ(), func(variable string) bool {
		return slices.ContainsFunc([]string{"GIT_DIR=", "GIT_INDEX_FILE=", "GIT_WORK_TREE=", "GIT_PREFIX="}, func(name string) bool {
			return strings.HasPrefix(variable, name)
		})
	})
}

// addresses are the schemes that mean the same on another machine.
var addresses = map[string]bool{"http": true, "https": true, "ssh": true, "git": true}

// short is git's own form of an ssh address, such as git@host.example:acme/shop.
// A drive of Windows is no host.
var short = regexp.MustCompile(`^(?:[^@/:]+@)?([A-Za-z0-9][A-Za-z0-9.-]+):/?([^/].*)$`)

// address drops the credentials of a remote's address. One that is a folder of
// this machine means nothing elsewhere, and one that cannot be read is not
// guessed at.
func address(remote string) string {
	if strings.Contains(remote, "://") {
		parsed, err := url.Parse(remote)
		if err != nil || parsed.Host == "" || !addresses[parsed.Scheme] {
			return ""
		}
		return (&url.URL{Scheme: parsed.Scheme, Host: parsed.Host, Path: parsed.Path}).String()
	}
	if parts := short.FindStringSubmatch(remote); parts != nil {
		return "ssh://" + parts[1] + "/" + parts[2]
	}
	return ""
}
