package standin

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"python-pipeline/ci/engine/embedded/program"
)

// Every version comes from the release that has it, whatever the release of the host is.
func TestReleaseOfEachStandIn(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"python:3.11-slim-bookworm": "bookworm", "python:3.11-bookworm": "bookworm", "postgres:15-bookworm": "bookworm",
		"python:3.13-slim-trixie": "trixie", "python:3.13-trixie": "trixie", "postgres:17-trixie": "trixie",
		"python:3.14-slim-trixie": "forky", "python:3.14-trixie": "forky",
		"mailhog/mailhog:v1.0.1": "", "aquasec/trivy:0.72.0": "",
	}
	got := map[string]string{}
	for _, image := range All() {
		got[image.Reference] = image.Suite
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("stand-ins differ (-want +got):\n%s", diff)
	}
}

func TestOfRelease(t *testing.T) {
	t.Parallel()
	for suite, want := range map[string][]string{
		"bookworm": {"python:3.11-slim-bookworm", "python:3.11-bookworm", "postgres:15-bookworm", "mailhog/mailhog:v1.0.1", "aquasec/trivy:0.72.0"},
		"trixie":   {"python:3.13-slim-trixie", "python:3.13-trixie", "postgres:17-trixie", "mailhog/mailhog:v1.0.1", "aquasec/trivy:0.72.0"},
		"forky":    {"python:3.14-slim-trixie", "python:3.14-trixie", "mailhog/mailhog:v1.0.1", "aquasec/trivy:0.72.0"},
	} {
		t.Run(suite, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(want, references(OfRelease(suite))); diff != "" {
				t.Errorf("stand-ins differ (-want +got):\n%s", diff)
			}
		})
	}
}

func references(images []Image) []string {
	var list []string
	for _, image := range images {
		list = append(list, image.Reference)
	}
	return list
}

func TestSelect(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ images, want []string }{
		"nothing":                      {},
		"one":                          {[]string{"postgres:15-bookworm"}, []string{"postgres:15-bookworm"}},
		"in the catalog's order, once": {[]string{"mailhog/mailhog:v1.0.1", "python:3.13-trixie", "python:3.13-trixie"}, []string{"python:3.13-trixie", "mailhog/mailhog:v1.0.1"}},
		"of several releases":          {[]string{"python:3.14-trixie", "python:3.11-bookworm"}, []string{"python:3.11-bookworm", "python:3.14-trixie"}},
		"images without a stand-in":    {[]string{"python:3.9-bookworm", "redis:7", "python:3.11-bookworm"}, []string{"python:3.11-bookworm"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, references(Select(test.images))); diff != "" {
				t.Errorf("stand-ins differ (-want +got):\n%s", diff)
			}
		})
	}
}

// image returns a stand-in with content in each part of its definition.
func image(t *testing.T) Image {
	t.Helper()
	return Select([]string{"python:3.11-slim-bookworm"})[0]
}

func TestKeyChangesWithTheDefinition(t *testing.T) {
	t.Parallel()
	key := image(t).key()
	if again := image(t).key(); again != key {
		t.Errorf("got %s, then %s", key, again)
	}
	for name, change := range map[string]func(*Image){
		"reference": func(i *Image) { i.Reference = "python:3.11" },
		"program":   func(i *Image) { i.Programs = &program.MailHog },
		"suite":     func(i *Image) { i.Suite = "trixie" },
		"bare":      func(i *Image) { i.rootfs.Bare = true },
		"prepare":   func(i *Image) { i.rootfs.Prepare = "true" },
		"package":   func(i *Image) { i.rootfs.Packages = append(i.rootfs.Packages[:1:1], "git") },
		"exclude":   func(i *Image) { i.rootfs.Exclude = nil },
		"script":    func(i *Image) { i.rootfs.Customize += "\n" },
		"variable":  func(i *Image) { i.config.Env = append(i.config.Env[:1:1], "LANG=C") },
		"command":   func(i *Image) { i.config.Cmd = []string{"sh"} },
	} {
		changed := image(t)
		change(&changed)
		if changed.key() == key {
			t.Errorf("the key does not depend on: %s", name)
		}
	}
}

func TestIsFresh(t *testing.T) {
	t.Parallel()
	const maxAge = 168 * time.Hour
	for name, test := range map[string]struct {
		record *record
		text   string
		maxAge time.Duration
		want   bool
	}{
		"never made": {maxAge: maxAge},
		"made now":   {record: &record{Key: image(t).key(), Made: time.Now(), Digest: digest}, maxAge: maxAge, want: true},
		"young":      {record: &record{Key: image(t).key(), Made: time.Now().Add(-167 * time.Hour), Digest: digest}, maxAge: maxAge, want: true},
		"old":        {record: &record{Key: image(t).key(), Made: time.Now().Add(-169 * time.Hour), Digest: digest}, maxAge: maxAge},
		"before the clock was set back": {
			record: &record{Key: image(t).key(), Made: time.Now().Add(48 * time.Hour), Digest: digest}, maxAge: maxAge,
		},
		"a maximum age of 0": {record: &record{Key: image(t).key(), Made: time.Now(), Digest: digest}, maxAge: 0},
		"another definition": {record: &record{Key: "0123", Made: time.Now(), Digest: digest}, maxAge: maxAge},
		"without a digest":   {record: &record{Key: image(t).key(), Made: time.Now()}, maxAge: maxAge},
		"a truncated record": {text: `{"key": "01`, maxAge: maxAge},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := Store{Folder: t.TempDir(), Data: t.TempDir(), MaxAge: test.maxAge}
			tag(t, store, digest)
			file := store.file(image(t), "pushed.json")
			if test.record != nil {
				if err := store.writeRecord(file, *test.record); err != nil {
					t.Fatal(err)
				}
			}
			if test.text != "" {
				if err := os.WriteFile(file, []byte(test.text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if got, err := store.IsFresh(image(t)); err != nil || got != test.want {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}

// A stand-in is made again when the registry has another image in its place.
func TestIsFreshComparesDigests(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ digest, want string }{
		"another image": {other, "stand-in for python:3.11-slim-bookworm: the engine's registry has another image (" + other + ") than the one that was pushed (" + digest + ")"},
		"nothing":       {"", "stand-in for python:3.11-slim-bookworm: the engine's registry does not have it any more"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := Store{Folder: t.TempDir(), Data: t.TempDir(), MaxAge: time.Hour}
			if err := store.writeRecord(store.file(image(t), "pushed.json"), record{Key: image(t).key(), Made: time.Now(), Digest: digest}); err != nil {
				t.Fatal(err)
			}
			if test.digest != "" {
				tag(t, store, test.digest)
			}
			if fresh, err := store.IsFresh(image(t)); fresh || err == nil || err.Error() != test.want {
				t.Errorf("got %v, %v; want %s", fresh, err, test.want)
			}
		})
	}
}

const digest, other = "sha256:0123", "sha256:4567"

// tag writes a digest for the stand-in's tag into the registry's folder.
func tag(t *testing.T, store Store, digest string) {
	t.Helper()
	file := filepath.Join(store.Data, "docker/registry/v2/repositories/library/python/_manifests/tags/3.11-slim-bookworm/current/link")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(digest), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Without an archive nothing can be made.
func TestBuildReusesALayerOfAnEarlierRun(t *testing.T) {
	t.Parallel()
	store := Store{Folder: t.TempDir(), MaxAge: time.Hour}
	want := record{Key: image(t).key(), Made: time.Now().UTC().Truncate(time.Second)}
	if err := store.writeRecord(store.file(image(t), "prepared.json"), want); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(store.file(image(t), "tar.gz"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	build, err := store.Build(t.Context(), nil, image(t), "")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, build.record); diff != "" {
		t.Errorf("record differs (-want +got):\n%s", diff)
	}
}
