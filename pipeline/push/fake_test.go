package push

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

const (
	shop    = "registry.example:5000/acme/shop"
	ours    = "sha256:1111111111111111111111111111111111111111111111111111111111111111"
	theirs  = "sha256:2222222222222222222222222222222222222222222222222222222222222222"
	byItsID = "the digest alone"
)

// A fake is a registry in memory and an image for it. Its errors are the answers to
// the requests for a tag, one after the other.
type fake struct {
	tags   map[string]string
	errors map[string][]string
	same   bool
	loses  bool // accepts images and does not store them
	pushed []string
}

// errForEver, at the end of the errors, repeats the one before for all later requests.
const errForEver = "for ever"

func (f *fake) answer(tag string) error {
	answers := f.errors[tag]
	switch {
	case len(answers) == 0:
		return nil
	case len(answers) == 2 && answers[1] == errForEver:
	default:
		f.errors[tag] = answers[1:]
	}
	if answers[0] == "" {
		return nil // this request succeeds
	}
	return errors.New(answers[0])
}

func (f *fake) Push(ctx context.Context, reference string) (string, error) {
	rest, found := strings.CutPrefix(reference, shop)
	if !found {
		return "", fmt.Errorf("%s is elsewhere", reference)
	}
	tag := byItsID
	if rest != noTag {
		tag = strings.TrimPrefix(rest, ":")
	}
	if err := f.answer(tag); err != nil {
		if err.Error() == "nothing" {
			<-ctx.Done()
			return "", ctx.Err()
		}
		return "", err
	}
	if !f.loses {
		f.tags[tag] = ours
	}
	f.pushed = append(f.pushed, tag)
	return ours, nil
}

func (f *fake) Digest(_ context.Context, reference string) (string, error) {
	tag := strings.TrimPrefix(reference, shop+":")
	return f.tags[tag], f.answer("look at " + tag)
}

func (f *fake) Equals(context.Context, string) (bool, error) { return f.same, nil }
