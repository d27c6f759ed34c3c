// Package standin makes images that take the place of official ones on a
// machine that cannot reach docker.io. They are made of Debian packages, keep
// the contract of the image they stand in for (paths, variables, user) and are
// labelled as what they are.
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

// Label marks a stand-in; its value is the reference it stands in for.
const Label = "python-pipeline.stand-in"

// An Image is one stand-in.
type Image struct {
	// Reference is what users call the official image.
	Reference string
	// Programs are built for the image, nil where Debian has what it runs.
	Programs *program.Set

	suite  string
	rootfs debian.Rootfs
	config v1.Config
}

// catalog lists every stand-in. A Debian release has one version of Python and
// of PostgreSQL, so which can be had depends on the host's release.
var catalog = slices.Concat(
	python("3.11", "bookworm"),
	python("3.13", "trixie"),
	[]Image{
		postgres("15", "bookworm"),
		postgres("17", "trixie"),
		mailHog("bookworm"),
		mailHog("trixie"),
		trivy("bookworm"),
		trivy("trixie"),
	},
)

// For lists the stand-ins that a host of the given Debian release can make.
func For(suite string) []Image {
	var images []Image
	for _, image := range catalog {
		if image.suite == suite {
			images = append(images, image)
		}
	}
	return images
}

// Asked lists those of them that stand in for one of the given references; what
// else is asked for is no business of stand-ins.
func Asked(suite string, references []string) []Image {
	return slices.DeleteFunc(For(suite), func(image Image) bool {
		return !slices.Contains(references, image.Reference)
	})
}

// A Store makes stand-ins, and knows which of them the registry has.
type Store struct {
	// Folder keeps a record of each stand-in and files being made.
	Folder string
	// Data is the folder in which the registry keeps its images.
	Data string
	// MaxAge is how old a stand-in may grow before it is made anew, so that
	// its packages have security updates.
	MaxAge time.Duration
}

// A Prepared stand-in is made, and waits for the registry to take it.
type Prepared struct {
	image  Image
	layer  string
	record record
}

// A record says by which definition and when a stand-in was made.
type record struct {
	Key  string    `json:"key"`
	Made time.Time `json:"made"`
	// Digest is that of the image that was pushed, empty before.
	Digest string `json:"digest,omitempty"`
}

// Fresh says whether the registry has the stand-in, made by this definition
// and young enough. The error is for a registry that serves something else than
// what was put there.
func (s Store) Fresh(image Image) (bool, error) {
	r, fresh := s.readRecord(s.file(image, "pushed.json"), image)
	if !fresh || r.Digest == "" {
		return false, nil
	}
	if err := served(s.Data, image, r.Digest); err != nil {
		return false, fmt.Errorf("stand-in for %s: %w", image.Reference, err)
	}
	return true, nil
}

// Digest is that of the stand-in that was pushed last, empty for none.
func (s Store) Digest(image Image) string {
	r, _ := s.readRecord(s.file(image, "pushed.json"), image)
	return r.Digest
}

// Prepare makes the stand-in's root file system from the archive's packages and
// the folder with its programs, unless an earlier run got that far.
func (s Store) Prepare(ctx context.Context, archive *debian.Archive, image Image, programs string) (*Prepared, error) {
	prepared := &Prepared{image: image, layer: s.file(image, "tar.gz")}
	var done bool
	if prepared.record, done = s.readRecord(s.file(image, "prepared.json"), image); done {
		if _, err := os.Stat(prepared.layer); err == nil {
			return prepared, nil
		}
	}
	prepared.record = record{Key: image.key(), Made: time.Now().UTC().Truncate(time.Second)}
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
	if err := compress(plain, prepared.layer); err != nil {
		return nil, fmt.Errorf("stand-in for %s: %w", image.Reference, err)
	}
	return prepared, s.writeRecord(s.file(image, "prepared.json"), prepared.record)
}

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

// file names one of the files that belong to a stand-in.
func (s Store) file(image Image, extension string) string {
	name := strings.NewReplacer("/", "_", ":", "_").Replace(image.Reference)
	return filepath.Join(s.Folder, name+"."+extension)
}

// key names the stand-in's definition.
func (i Image) key() string {
	// Not all fields are exported, so they are listed.
	definition := []any{i.Reference, i.suite, i.rootfs, i.config}
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
