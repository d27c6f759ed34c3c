// Package push puts an image into a registry under its tags: the content first,
// the tags last. What the registry refuses for a moment is tried again.
package push

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// An Image can be pushed to a registry.
type Image interface {
	// Push pushes the image to a reference and returns the digest of its
	// manifest.
	Push(ctx context.Context, reference string) (digest string, err error)
	// Digest asks the registry for the digest of a reference, "" where there is
	// no such tag.
	Digest(ctx context.Context, reference string) (digest string, err error)
	// Equals tells whether the image of a reference at the registry has the same
	// files and the same configuration, apart from the times of its layers.
	Equals(ctx context.Context, reference string) (bool, error)
}

// Options say where an image goes.
type Options struct {
	// Address is the registry and the repository.
	Address string
	// Tags are the tags of the image.
	Tags []string
	// Overwrite lets a tag that is a full version move to another image.
	Overwrite bool
	// Timeout is the time that all of it may take.
	Timeout time.Duration
}

// A Result is what is at the registry after a push, also after one that failed.
type Result struct {
	// Digest is the image's, "" when the registry does not have it.
	Digest string
	// References are the tags that are there, each with its digest.
	References []string
	// Warnings are what a person should look at.
	Warnings []string
}

// noTag, behind an address, makes the engine push a manifest by its digest. The
// engine replaces the digest of a reference by the true one before it pushes.
const noTag = "@sha256:0000000000000000000000000000000000000000000000000000000000000000"

// errTimeout ends a push that takes longer than it may.
var errTimeout = errors.New("the time is over")

// Run pushes an image. The error is a *Failure unless the context has ended.
func Run(ctx context.Context, image Image, o Options) (Result, error) {
	return newRun(image, o).run(ctx)
}

func newRun(image Image, o Options) *push {
	return &push{Options: o, image: image, kept: map[string]string{}, waits: waits}
}

// push is one push of an image.
type push struct {
	Options
	image  Image
	waits  []time.Duration
	kept   map[string]string // full versions that have this image already, and their digests
	result Result
}

func (p *push) run(ctx context.Context) (Result, error) {
	limited, cancel := context.WithTimeoutCause(ctx, p.Timeout, errTimeout)
	defer cancel()
	err := p.all(limited)
	if err != nil && ctx.Err() != nil {
		err = ctx.Err()
	}
	return p.result, err
}

func (p *push) all(ctx context.Context) error {
	digest, err := p.put(ctx, noTag)
	if err != nil {
		return p.failure(ctx, "", err)
	}
	p.result.Digest = digest
	// No tag moves before it is known that all of them may.
	for _, tag := range p.Tags {
		if !IsVersion(tag) || p.Overwrite {
			continue
		}
		if err := p.checkVersion(ctx, tag, digest); err != nil {
			return p.failure(ctx, tag, err)
		}
	}
	for _, tag := range p.Tags {
		reference, err := p.tag(ctx, tag, digest)
		if err == nil && len(p.result.References) == 0 {
			err = p.confirm(ctx, tag, reference)
		}
		if err != nil {
			return p.failure(ctx, tag, err)
		}
		p.result.References = append(p.result.References, p.Address+":"+tag+"@"+reference)
	}
	return nil
}

// checkVersion refuses to give a version that is at the registry to another
// image. Another engine builds the same image with other times in it, and so
// with another digest: then the one that is there stays, and is the result.
func (p *push) checkVersion(ctx context.Context, tag, digest string) error {
	there, err := p.digest(ctx, tag)
	if err != nil || there == "" || there == digest {
		return err
	}
	var same bool
	if err := p.retry(ctx, func() (err error) {
		same, err = p.image.Equals(ctx, p.Address+":"+tag+"@"+there)
		return err
	}); err != nil {
		return err
	}
	if !same {
		return &takenError{there: there}
	}
	if len(p.kept) == 0 {
		p.result.Digest = there
	}
	p.kept[tag] = there
	p.result.Warnings = append(p.result.Warnings, fmt.Sprintf(
		"%s:%s: the registry has this image already, with other times in it; it stays as it is", p.Address, tag))
	return nil
}

// tag makes a tag stand for the image and returns the digest that it has then.
func (p *push) tag(ctx context.Context, tag, digest string) (string, error) {
	if there, kept := p.kept[tag]; kept {
		return there, nil
	}
	if len(p.kept) > 0 {
		// The tags beside a version that stays may have stayed with it.
		if there, err := p.digest(ctx, tag); err != nil || there == p.result.Digest {
			return there, err
		}
	}
	pushed, err := p.put(ctx, ":"+tag)
	if err == nil && pushed != digest {
		err = fmt.Errorf("the engine pushed %s in place of %s", pushed, digest)
	}
	return digest, err
}

// confirm looks whether the registry has what it took: what is not a registry may
// say yes to everything.
func (p *push) confirm(ctx context.Context, tag, digest string) error {
	there, err := p.digest(ctx, tag)
	if err == nil && there != digest {
		err = fmt.Errorf("the registry took the tag, and does not have it: it has %q", there)
	}
	return err
}

func (p *push) put(ctx context.Context, suffix string) (digest string, err error) {
	err = p.retry(ctx, func() (err error) {
		digest, err = p.image.Push(ctx, p.Address+suffix)
		return err
	})
	return digest, err
}

func (p *push) digest(ctx context.Context, tag string) (digest string, err error) {
	err = p.retry(ctx, func() (err error) {
		digest, err = p.image.Digest(ctx, p.Address+":"+tag)
		return err
	})
	return digest, err
}
