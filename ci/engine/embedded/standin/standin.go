// Package standin makes stand-ins: images that replace official ones on a machine that cannot reach docker.io. They
// consist of Debian packages, keep the contract of the official image (paths, variables, user) and have a label that
// tells them apart.
package standin

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"python-pipeline/ci/engine/embedded/debian"
	"python-pipeline/ci/engine/embedded/program"
	"python-pipeline/ci/freshness"
	"python-pipeline/ci/wholefile"
)

// Label marks a stand-in; its value is the reference of the official image.
const Label = "python-pipeline.stand-in"

// An Image defines one stand-in.
type Image struct {
	// Reference is the reference of the official image.
	Reference string
	// Programs are the Go programs of the image, nil when Debian packages are enough.
	Programs *program.Set
	// Suite is the Debian release that the packages come from, empty for that of the host.
	Suite string

	rootfs debian.Rootfs
	config v1.Config
}

// catalog lists every stand-in. A Debian release has one version of Python and of PostgreSQL, so each version comes from
// the release that has it, whatever the release of the host is. The official images of Python 3.14 stand on Debian 13,
// which does not have it: their stand-ins come from the release in development.
var catalog = slices.Concat(
	python("3.11", "bookworm", "bookworm"),
	python("3.13", "trixie", "trixie"),
	python("3.14", "trixie", "forky"),
	[]Image{
		postgres("15", "bookworm"),
		postgres("17", "trixie"),
		mailHog,
		trivy,
	},
)

// All lists every stand-in.
func All() []Image { return slices.Clone(catalog) }

// OfRelease lists the stand-ins whose packages come from the release of a host with this suite.
func OfRelease(suite string) []Image {
	return slices.DeleteFunc(All(), func(image Image) bool { return image.Suite != "" && image.Suite != suite })
}

// Select lists the stand-ins whose reference is among the given ones.
func Select(references []string) []Image {
	return slices.DeleteFunc(All(), func(image Image) bool { return !slices.Contains(references, image.Reference) })
}

// A Store makes stand-ins and records which of them the registry has.
type Store struct {
	// Folder has a record of each stand-in, and unfinished files.
	Folder string
	// Data is the registry's folder of images.
	Data string
	// MaxAge is the age at which a stand-in is made again, to get security updates.
	MaxAge time.Duration
}

// A Build is a finished stand-in that is not pushed yet.
type Build struct {
	image  Image
	layer  string
	record record
}

// A record identifies the definition of a stand-in and the time at which it was made.
type record struct {
	Key  string    `json:"key"`
	Made time.Time `json:"made"`
	// Digest is the digest of the pushed image, empty before the push.
	Digest string `json:"digest,omitempty"`
}

// IsFresh reports whether the registry has the stand-in, made from the same definition and younger than MaxAge. The
// error says that the registry has another image in its place, or none.
func (s Store) IsFresh(image Image) (bool, error) {
	r, valid := s.readRecord(s.file(image, "pushed.json"), image)
	if !valid || r.Digest == "" {
		return false, nil
	}
	if err := checkTag(s.Data, image, r.Digest); err != nil {
		return false, fmt.Errorf("stand-in for %s: %w", image.Reference, err)
	}
	return true, nil
}

// Digest returns the digest of the stand-in that was pushed last, empty for none.
func (s Store) Digest(image Image) string {
	r, _ := s.readRecord(s.file(image, "pushed.json"), image)
	return r.Digest
}

// Build makes the stand-in's root file system from the archive's packages and
// the folder with its programs, unless an earlier run has made it.
func (s Store) Build(ctx context.Context, archive *debian.Archive, image Image, programs string) (*Build, error) {
	build := &Build{image: image, layer: s.file(image, "tar.gz")}
	var valid bool
	if build.record, valid = s.readRecord(s.file(image, "prepared.json"), image); valid {
		if _, err := os.Stat(build.layer); err == nil {
			return build, nil
		}
	}
	build.record = record{Key: image.key(), Made: time.Now().UTC().Truncate(time.Second)}
	if err := os.MkdirAll(s.Folder, 0o700); err != nil {
		return nil, err
	}
	plain := s.file(image, "tar")
	defer os.Remove(plain)
	rootfs := image.rootfs
	rootfs.Programs = programs
	if err := archive.Bootstrap(ctx, rootfs, plain); err != nil {
		return nil, fmt.Errorf("stand-in for %s: %w", image.Reference, err)
	}
	if err := compress(plain, build.layer); err != nil {
		return nil, fmt.Errorf("stand-in for %s: %w", image.Reference, err)
	}
	return build, s.writeRecord(s.file(image, "prepared.json"), build.record)
}

// readRecord reads a record and reports whether it is valid: of the image's present definition and younger than MaxAge.
func (s Store) readRecord(file string, image Image) (record, bool) {
	var r record
	content, err := os.ReadFile(file)
	if err != nil || json.Unmarshal(content, &r) != nil {
		return r, false
	}
	return r, r.Key == image.key() && freshness.Within(s.MaxAge, r.Made, time.Now())
}

func (s Store) writeRecord(file string, r record) error {
	content, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return wholefile.Write(file, content, 0o600)
}

func (s Store) file(image Image, extension string) string {
	name := strings.NewReplacer("/", "_", ":", "_").Replace(image.Reference)
	return filepath.Join(s.Folder, name+"."+extension)
}

func (i Image) key() string {
	// json.Marshal skips unexported fields, so they are listed.
	definition := []any{i.Reference, i.Suite, i.rootfs, i.config}
	if i.Programs != nil {
		definition = append(definition, i.Programs.Key(runtime.Version()))
	}
	content, err := json.Marshal(definition)
	if err != nil {
		panic(err) // plain data
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
