// Package push pushes an image to a registry under its tags: the content first, the tags last. A request that fails
// temporarily is repeated.
package push

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"time"
)

// An Image can be pushed to a registry.
type Image interface {
	// Push pushes the image to a reference and returns the digest of its manifest.
	Push(ctx context.Context, reference string) (digest string, err error)
	// Digest returns the registry's digest of a reference, "" if there is no such tag.
	Digest(ctx context.Context, reference string) (digest string, err error)
	// Equals reports whether the registry's image of a reference has the same files and the same configuration, apart
	// from the times of its layers.
	Equals(ctx context.Context, reference string) (bool, error)
}

// Options are the target of a push and its limits.
type Options struct {
	Address   string        // the registry and the repository
	Tags      []string      // of the image
	Overwrite bool          // lets a tag that is a full version move to another image
	Timeout   time.Duration // of the whole push
}

// A Result describes what the registry has after a push, even a failed one.
type Result struct {
	Digest     string   // the image's digest, "" if the registry does not have it
	References []string // the tags that the registry has, each with its digest, in the order of Options.Tags
	Warnings   []string // for people
}

// Left returns the references that a failed push left at an address: the tags, or without one the image itself.
func (r Result) Left(address string) []string {
	if len(r.References) == 0 && r.Digest != "" {
		return []string{address + "@" + r.Digest}
	}
	return r.References
}

// noTag, after an address, makes the engine push a manifest by its digest. The engine replaces the digest of a
// reference by the true one before it pushes.
const noTag = "@sha256:0000000000000000000000000000000000000000000000000000000000000000"

// errTimeout ends a push that exceeds its time limit.
var errTimeout = errors.New("the time is over")

// Run pushes an image. The error is a *Failure unless the context has ended.
func Run(ctx context.Context, image Image, o Options) (Result, error) {
	return newRun(image, o).run(ctx)
}

func newRun(image Image, o Options) *push {
	return &push{Options: o, image: image, existing: map[string]string{}, pauses: pauses}
}

// push is one push of an image.
type push struct {
	Options
	image    Image
	pauses   []time.Duration
	existing map[string]string // full versions that have this image already, with their digests
	result   Result
}

func (p *push) run(ctx context.Context) (Result, error) {
	limited, cancel := context.WithTimeoutCause(ctx, p.Timeout, errTimeout)
	defer cancel()
	err := p.pushAll(limited)
	if err != nil && ctx.Err() != nil {
		err = ctx.Err()
	}
	return p.result, err
}

func (p *push) pushAll(ctx context.Context) error {
	digest, err := p.pushTo(ctx, noTag)
	if err != nil {
		return p.failure(ctx, "", err)
	}
	p.result.Digest = digest
	// All versions are checked before the first tag moves.
	for _, tag := range p.Tags {
		if !IsVersion(tag) || p.Overwrite {
			continue
		}
		if err := p.checkVersion(ctx, tag, digest); err != nil {
			return p.failure(ctx, tag, err)
		}
	}
	for _, tag := range p.Tags {
		tagged, err := p.tag(ctx, tag, digest)
		if err == nil && len(p.result.References) == 0 {
			err = p.confirm(ctx, tag, tagged)
		}
		if err != nil {
			return p.failure(ctx, tag, err)
		}
		p.result.References = append(p.result.References, p.Address+":"+tag+"@"+tagged)
	}
	return nil
}

// checkVersion refuses to overwrite a version with another image. Another engine builds the same image with other times
// in it, and so with another digest: then the registry's image stays and is the result.
func (p *push) checkVersion(ctx context.Context, tag, digest string) error {
	existing, err := p.digestOf(ctx, tag)
	if err != nil || existing == "" || existing == digest {
		return err
	}
	same, err := retry(ctx, p.pauses, func() (bool, error) { return p.image.Equals(ctx, p.Address+":"+tag+"@"+existing) })
	if err != nil {
		return err
	}
	if !same {
		return &versionTakenError{digest: existing}
	}
	if len(p.existing) == 0 {
		p.result.Digest = existing
	}
	p.existing[tag] = existing
	p.result.Warnings = append(p.result.Warnings, fmt.Sprintf(
		"%s:%s: the registry has this image already, with other times in it; it stays as it is", p.Address, tag))
	return nil
}

// tag moves a tag to the image and returns the digest that the tag has then.
func (p *push) tag(ctx context.Context, tag, digest string) (string, error) {
	if existing, found := p.existing[tag]; found {
		return existing, nil
	}
	if len(p.existing) > 0 {
		// The other tags may have the existing image of the version, too.
		if existing, err := p.digestOf(ctx, tag); err != nil || existing == p.result.Digest {
			return existing, err
		}
	}
	pushed, err := p.pushTo(ctx, ":"+tag)
	if err == nil && pushed != digest {
		err = fmt.Errorf("the engine pushed %s in place of %s", pushed, digest)
	}
	return digest, err
}

// confirm checks that the registry has the tag: a server that is not a registry may confirm every request.
func (p *push) confirm(ctx context.Context, tag, digest string) error {
	found, err := p.digestOf(ctx, tag)
	if err == nil && found != digest {
		err = fmt.Errorf("the registry accepted the tag, but does not have it: it has %q", found)
	}
	return err
}

func (p *push) pushTo(ctx context.Context, suffix string) (digest string, err error) {
	return retry(ctx, p.pauses, func() (string, error) { return p.image.Push(ctx, p.Address+suffix) })
}

func (p *push) digestOf(ctx context.Context, tag string) (digest string, err error) {
	return retry(ctx, p.pauses, func() (string, error) { return p.image.Digest(ctx, p.Address+":"+tag) })
}

var version = regexp.MustCompile(`^v?[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$`)

// IsVersion reports whether a tag is a full version, such as 1.2.3 or 1.2.3-rc.1. People expect that its image never
// changes.
func IsVersion(tag string) bool { return version.MatchString(tag) }
