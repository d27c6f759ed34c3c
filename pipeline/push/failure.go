package push

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dagger/python-pipeline/engineerror"
)

// A Failure says why an image, or one of its tags, could not be pushed, and what
// is at the registry now.
type Failure struct {
	// Problem is a sentence that begins with the address.
	Problem string
	// Advice is what to do.
	Advice string
}

// Error is the problem.
func (f *Failure) Error() string { return f.Problem }

// A takenError says that a version belongs to another image.
type takenError struct{ there string }

func (e *takenError) Error() string {
	return "the registry has another image of this version, " + e.there + ", and versions are not overwritten"
}

// failure explains an error on the way to a tag, "" for the image itself.
func (p *push) failure(ctx context.Context, tag string, err error) *Failure {
	var taken *takenError
	f := &Failure{Problem: p.Address}
	if tag != "" {
		f.Problem += ":" + tag
	}
	said := reason(engineerror.Text(err))
	switch {
	case errors.As(err, &taken):
		f.Problem += ": " + err.Error()
		f.Advice = "give the release another version, or overwrite this one: PIPELINE_OVERWRITE=1, or the argument --overwrite of the module's publish"
	case errors.Is(context.Cause(ctx), errTimeout):
		f.Problem += fmt.Sprintf(": the registry did not take the image within %s", p.Timeout)
		f.Advice = "find out why it is slow or does not answer; PIPELINE_PUBLISH_TIMEOUT, or the argument --publish-timeout of the module, gives it more time"
	case strings.Contains(said, "invalid content digest in response"), strings.Contains(said, "media type text/"):
		// It said yes to every question, so that nothing is known of the image.
		p.result.Digest = ""
		f.Problem += ": what answers there is not a registry: it says that it has the image, and does not know its digest"
		f.Advice = "check the address, and whether a proxy or a login page answers in the registry's place"
	case temporary(err):
		f.Problem += ": " + said + attempts(err)
		f.Advice = "the registry does not take the image: check the address, and run again when the registry works"
	default:
		f.Problem += ": " + said + attempts(err)
		f.Advice = "the registry does not take the image: check address, user name and password, and what the user may do there"
	}
	f.Problem += "; " + p.state()
	return f
}

// state says what is at the registry after a failure.
func (p *push) state() string {
	var pushed, missing []string
	for _, tag := range p.Tags {
		there := slices.ContainsFunc(p.result.References, func(reference string) bool {
			return strings.HasPrefix(reference, p.Address+":"+tag+"@")
		})
		if there {
			pushed = append(pushed, tag)
		} else {
			missing = append(missing, tag)
		}
	}
	switch {
	case len(pushed) > 0:
		return "pushed: " + strings.Join(pushed, ", ") + "; not pushed: " + strings.Join(missing, ", ")
	case p.result.Digest != "":
		return "pushed: " + p.result.Digest + ", without a tag; not pushed: " + strings.Join(missing, ", ")
	}
	return "not pushed: " + strings.Join(missing, ", ")
}

// What the engine says before the registry's answer, an answer, and a request
// that got none. The query of an address may hold a signature.
var (
	before   = regexp.MustCompile(`(?s)^.*(?:failed to push [^\s]+: |failed to resolve image "[^"]*" \(platform: "[^"]*"\): |failed to resolve (?:image|source metadata)[^:]* (?:for )?[^\s]+: )`)
	commit   = regexp.MustCompile(`failed commit on ref "[^"]*": `)
	answered = regexp.MustCompile(`unexpected status from (\w+) request to ([^\s?]+)(?:\?\S*)?: (.*)`)
	asked    = regexp.MustCompile(`(?:failed to do request: )?(\w+) "([^"?]+)(?:\?[^"]*)?": (.*)`)
)

// reason is the engine's error without what leads to it.
func reason(text string) string {
	text = commit.ReplaceAllString(before.ReplaceAllString(strings.TrimSpace(text), ""), "")
	text = answered.ReplaceAllString(text, "the registry answered $3 to $1 $2")
	text = asked.ReplaceAllString(text, "$1 $2: $3")
	return strings.Join(strings.Fields(text), " ")
}
