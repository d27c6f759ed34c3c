package standin

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"python-pipeline/ci/engine/embedded/program"
)

func TestFor(t *testing.T) {
	t.Parallel()
	for suite, want := range map[string][]string{
		"bookworm": {"python:3.11-slim-bookworm", "python:3.11-bookworm", "postgres:15-bookworm", "mailhog/mailhog:v1.0.1", "aquasec/trivy:0.72.0"},
		"trixie":   {"python:3.13-slim-trixie", "python:3.13-trixie", "postgres:17-trixie", "mailhog/mailhog:v1.0.1", "aquasec/trivy:0.72.0"},
		"bullseye": nil,
		"":         nil,
	} {
		t.Run(suite, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(want, references(For(suite))); diff != "" {
				t.Errorf("stand-ins differ (-want +got):\n%s", diff)
			}
		})
	}
}

func references(images []Image) []string {
	var references []string
	for _, image := range images {
		references = append(references, image.Reference)
	}
	return references
}

func TestAsked(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		suite       string
		asked, want []string
	}{
		"nothing":                         {suite: "bookworm"},
		"one":                             {"bookworm", []string{"postgres:15-bookworm"}, []string{"postgres:15-bookworm"}},
		"in the catalog's order, once":    {"trixie", []string{"mailhog/mailhog:v1.0.1", "python:3.13-trixie", "python:3.13-trixie"}, []string{"python:3.13-trixie", "mailhog/mailhog:v1.0.1"}},
		"what no stand-in is for":         {"bookworm", []string{"python:3.9-bookworm", "redis:7", "python:3.11-bookworm"}, []string{"python:3.11-bookworm"}},
		"what another release can make":   {"bookworm", []string{"postgres:17-trixie"}, nil},
		"on a host that can make nothing": {"bullseye", []string{"mailhog/mailhog:v1.0.1"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, references(Asked(test.suite, test.asked))); diff != "" {
				t.Errorf("stand-ins differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPythonStandsWhereOfficialImagesHaveIt(t *testing.T) {
	t.Parallel()
	for _, image := range catalog {
		if !strings.HasPrefix(image.Reference, "python:") {
			continue
		}
		version, _, _ := strings.Cut(strings.TrimPrefix(image.Reference, "python:"), "-")
		script := image.rootfs.Customize
		if !strings.Contains(script, `"$1/usr/local/bin/python`+version+`"`) || strings.Contains(script, "@VERSION@") {
			t.Errorf("%s: it is set up by\n%s", image.Reference, script)
		}
	}
}

// image is a stand-in with something in each part of its definition.
func image(t *testing.T) Image {
	t.Helper()
	return For("bookworm")[0]
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
		"suite":     func(i *Image) { i.suite = "trixie" },
		"bareness":  func(i *Image) { i.rootfs.Bare = true },
		"beginning": func(i *Image) { i.rootfs.Prepare = "true" },
		"package":   func(i *Image) { i.rootfs.Packages = append(i.rootfs.Packages[:1:1], "git") },
		"exclude":   func(i *Image) { i.rootfs.Exclude = nil },
		"script":    func(i *Image) { i.rootfs.Customize += "\n" },
		"variable":  func(i *Image) { i.config.Env = append(i.config.Env[:1:1], "LANG=C") },
		"command":   func(i *Image) { i.config.Cmd = []string{"sh"} },
	} {
		changed := image(t)
		change(&changed)
		if changed.key() == key {
			t.Errorf("another %s does not make another key", name)
		}
	}
}

func TestFresh(t *testing.T) {
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
		"of no age at all":   {record: &record{Key: image(t).key(), Made: time.Now(), Digest: digest}, maxAge: 0},
		"another definition": {record: &record{Key: "0123", Made: time.Now(), Digest: digest}, maxAge: maxAge},
		"of unknown digest":  {record: &record{Key: image(t).key(), Made: time.Now()}, maxAge: maxAge},
		"half a record":      {text: `{"key": "01`, maxAge: maxAge},
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
			if got, err := store.Fresh(image(t)); err != nil || got != test.want {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}

// What the registry serves is what was put there, or it is made again.
func TestFreshComparesWhatTheRegistryHas(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ served, says string }{
		"another image": {other, "stand-in for python:3.11-slim-bookworm: the engine's registry has another image (" + other + ") than the one that was put there (" + digest + ")"},
		"nothing":       {"", "stand-in for python:3.11-slim-bookworm: the engine's registry does not have it any more"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := Store{Folder: t.TempDir(), Data: t.TempDir(), MaxAge: time.Hour}
			if err := store.writeRecord(store.file(image(t), "pushed.json"), record{Key: image(t).key(), Made: time.Now(), Digest: digest}); err != nil {
				t.Fatal(err)
			}
			if test.served != "" {
				tag(t, store, test.served)
			}
			if fresh, err := store.Fresh(image(t)); fresh || err == nil || err.Error() != test.says {
				t.Errorf("got %v, %v; want %s", fresh, err, test.says)
			}
		})
	}
}

const digest, other = "sha256:0123", "sha256:4567"

// tag makes the registry's folder say that the stand-in's tag has a digest.
func tag(t *testing.T, store Store, digest string) {
	t.Helper()
	file := tagFile(store.Data, "library/python", "3.11-slim-bookworm")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(digest), 0o644); err != nil {
		t.Fatal(err)
	}
}

// An archive would be asked for packages; here is none.
func TestPrepareTakesWhatAnEarlierRunMade(t *testing.T) {
	t.Parallel()
	store := Store{Folder: t.TempDir(), MaxAge: time.Hour}
	made := record{Key: image(t).key(), Made: time.Now().UTC().Truncate(time.Second)}
	if err := store.writeRecord(store.file(image(t), "prepared.json"), made); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(store.file(image(t), "tar.gz"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	prepared, err := store.Prepare(t.Context(), nil, image(t), "")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(made, prepared.record); diff != "" {
		t.Errorf("record differs (-want +got):\n%s", diff)
	}
}
