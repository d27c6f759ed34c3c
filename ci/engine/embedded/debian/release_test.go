package debian

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A mirror may lack the updates of a release in development. What it has must be readable.
func TestMissing(t *testing.T) {
	t.Parallel()
	release, updates, secure := source{mirror, "forky"}, source{mirror, "forky-updates"}, source{security, "forky-security"}
	wanted := []source{release, updates, secure, {"http://other.example/apt/", "forky"}}
	const (
		noUpdates = "E: The repository 'http://mirror.example/debian forky-updates Release' does not have a Release file."
		noRelease = "E: The repository 'http://mirror.example/debian forky Release' does not have a Release file."
		noAnswer  = "E: Failed to fetch http://mirror.example/debian-security/dists/forky-security/InRelease  Connection timed out"
		notThere  = "E: The repository 'http://other.example/apt forky Release' does not have a Release file."
		noKey     = "W: GPG error: http://mirror.example/debian forky InRelease: NO_PUBKEY 0123"
		expired   = "E: Release file for http://mirror.example/debian/dists/forky/InRelease is expired (invalid since 3d)."
	)
	for name, test := range map[string]struct {
		found []source
		apt   string   // "" if apt has read all
		want  []string // parts of the error
	}{
		"all, beside the archive of others":                {found: wanted[:3], apt: notThere},
		"no updates":                                       {found: []source{release, secure}, apt: noUpdates},
		"updates without packages":                         {found: []source{release, secure}},
		"security updates without packages, and no others": {found: []source{release}, apt: noUpdates},
		"no release":                                       {found: []source{secure}, apt: noRelease, want: []string{"forky of " + mirror, noRelease, "the mirror of this machine's apt sources has to serve it"}},
		"no answer":                                        {found: []source{release, updates}, apt: noAnswer, want: []string{"forky-security of " + security, noAnswer}},
		"no updates, and no answer":                        {found: []source{release}, apt: noUpdates + "; " + noAnswer, want: []string{"forky-security of " + security}},
		"no key":                                           {apt: noKey, want: []string{"forky of " + mirror, "install a newer package debian-archive-keyring"}},
		"an expired release":                               {apt: expired, want: []string{"the mirror is out of date"}},
		"a release that apt leaves out":                    {found: []source{updates, secure}, want: []string{"apt read no list of it"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var failed error
			if test.apt != "" {
				failed = errors.New(test.apt)
			}
			err := missing("forky", wanted, test.found, failed)
			if (err == nil) != (len(test.want) == 0) {
				t.Fatalf("got %v", err)
			}
			for _, part := range test.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q is missing in %v", part, err)
				}
			}
		})
	}
}

func TestReleaseOfTheHost(t *testing.T) {
	t.Parallel()
	a := &Archive{Suite: "bookworm"}
	for _, suite := range []string{"", "bookworm"} {
		if got, err := a.Release(t.Context(), suite); err != nil || got != a {
			t.Errorf("%q: got %v, %v; want the archive itself", suite, got, err)
		}
	}
}

// A mirror in a folder, which has no file of the release.
func TestReleaseThatTheMirrorLacks(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	a := &Archive{Suite: "bookworm", folder: folder, state: folder, sources: []source{{"file:" + t.TempDir() + "/", "bookworm"}}}
	got, err := a.Release(t.Context(), "forky")
	if err == nil || got != nil || !strings.HasPrefix(err.Error(), "package lists of Debian forky: forky of file:") || !strings.Contains(err.Error(), "has to serve it") {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := os.Stat(filepath.Join(folder, "forky", "updated")); err == nil {
		t.Error("a later run would not ask again")
	}
	if lists, err := filepath.Glob(filepath.Join(folder, "lists", "*")); err != nil || len(lists) > 0 {
		t.Errorf("the host's lists changed: %v, %v", lists, err)
	}
}

// What was read within listsMaxAge is not read again.
func TestUpdateIsNotRepeated(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		age  time.Duration
		want int
	}{"never read": {-1, 1}, "old": {13 * time.Hour, 1}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			a := &Archive{Suite: "bookworm", folder: folder, state: folder}
			if test.age >= 0 {
				write(t, a.stamp(), "")
				if err := os.Chtimes(a.stamp(), time.Time{}, time.Now().Add(-test.age)); err != nil {
					t.Fatal(err)
				}
			}
			downloads := 0
			if err := a.update(t.Context(), func(context.Context) error { downloads++; return nil }); err != nil || downloads != test.want {
				t.Errorf("it downloaded %d times, %v", downloads, err)
			}
			if info, err := os.Stat(a.stamp()); err != nil || time.Since(info.ModTime()) > time.Hour {
				t.Errorf("got %v, %v", info, err)
			}
		})
	}
}
