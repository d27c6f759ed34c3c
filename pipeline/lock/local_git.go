package lock

import (
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"dagger/python-pipeline/installed"
	"dagger/python-pipeline/settings"
)

// fullCommit matches the names of commits that cannot come to mean another one.
var fullCommit = regexp.MustCompile(`^(?:[0-9a-f]{40}|[0-9a-f]{64})$`)

// sshAddress matches git's short form of an SSH address, user@host:path.
var sshAddress = regexp.MustCompile(`^([A-Za-z0-9._-]+@[A-Za-z0-9.-]+):([^/].*)$`)

// inRepository takes over the place of a package in a git repository: its address, a
// full commit, and the folder in it. The error is the rest of a sentence that begins
// with the package.
func (l *Local) inRepository(address, commit, folder string) error {
	address = sshAddress.ReplaceAllString(strings.TrimPrefix(address, "git+"), "ssh://$1/$2")
	shown := settings.WithoutCredentials(address)
	parsed, err := url.Parse(address)
	if err != nil || parsed.Host == "" || !slices.Contains([]string{"https", "http", "ssh"}, parsed.Scheme) {
		return fmt.Errorf("comes from %s, which is not the https or ssh address of a git repository; name a release", shown)
	}
	if _, secret := parsed.User.Password(); secret || parsed.User != nil && parsed.Scheme != "ssh" {
		return fmt.Errorf("comes from %s with credentials, which do not belong in the source; remove them, or name a release of an index", shown)
	}
	if !fullCommit.MatchString(commit) {
		if commit == "" {
			commit = "HEAD"
		}
		return fmt.Errorf("comes from %s without a full commit (%s), so each build may install something else; write the full commit, which `git ls-remote %s %s` prints", shown, commit, shown, commit)
	}
	l.Folder = path.Clean(strings.Trim(folder, "/"))
	if !fs.ValidPath(l.Folder) {
		return fmt.Errorf("comes from %s, but %s is not a folder of the repository", shown, folder)
	}
	l.Repository, l.Commit = address, commit
	return nil
}

// splitGitAddress splits ADDRESS@REVISION#egg=NAME[EXTRAS]&subdirectory=FOLDER.
func splitGitAddress(written string) (address, revision string, fragment url.Values) {
	address, rest, _ := strings.Cut(written, "#")
	fragment, err := url.ParseQuery(rest)
	if err != nil {
		fragment = nil
	}
	host := strings.Index(address, "://") + len("://")
	if at := strings.LastIndex(address, "@"); at > host+strings.Index(address[host:], "/") {
		address, revision = address[:at], address[at+1:]
	}
	return address, revision, fragment
}

var eggPattern = regexp.MustCompile(`^([A-Za-z0-9._-]+)(?:\[([^\]]*)\])?$`)

// fromAddress takes over a requirement such as git+https://… from its address.
func (l *Local) fromAddress(written string) error {
	if !strings.HasPrefix(written, "git+") {
		return fmt.Errorf("comes from version control, of which only git is supported; name a release")
	}
	address, revision, fragment := splitGitAddress(written)
	if m := eggPattern.FindStringSubmatch(fragment.Get("egg")); m != nil && l.Name == "" {
		l.Name, l.Extras = installed.CanonicalName(m[1]), extrasOf(m[2])
	}
	return l.inRepository(address, revision, fragment.Get("subdirectory"))
}
