package push

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"dagger/python-pipeline/engineerror"
)

// A Failure describes why an image, or one of its tags, could not be pushed, and which tags the registry has now.
type Failure struct {
	Problem string // one sentence that begins with the address
	Advice  string // what to do
}

// Error returns the problem.
func (f *Failure) Error() string { return f.Problem }

// A versionTakenError is for a version that the registry has of another image.
type versionTakenError struct{ digest string }

func (e *versionTakenError) Error() string {
	return "the registry has another image of this version, " + e.digest + ", and versions are not overwritten"
}

// failure explains an error of the push of a tag, or of the image itself if the tag is "".
func (p *push) failure(ctx context.Context, tag string, err error) *Failure {
	var taken *versionTakenError
	f := &Failure{Problem: p.Address}
	if tag != "" {
		f.Problem += ":" + tag
	}
	message := shorten(engineerror.Text(err))
	switch {
	case errors.As(err, &taken):
		f.Problem += ": " + err.Error()
		f.Advice = "give the release another version, or overwrite this one: PIPELINE_OVERWRITE=1, or the argument --overwrite of the module's publish"
	case errors.Is(context.Cause(ctx), errTimeout):
		f.Problem += fmt.Sprintf(": the registry did not take the image within %s", p.Timeout)
		f.Advice = "find out why it is slow or does not answer; PIPELINE_PUBLISH_TIMEOUT, or the argument --publish-timeout of the module, gives it more time"
	case strings.Contains(message, "invalid content digest in response"), strings.Contains(message, "media type text/"):
		// The server confirmed every request, so the image need not be there.
		p.result.Digest = ""
		f.Problem += ": the server there is not a registry: it confirms that it has the image, but does not know its digest"
		f.Advice = "check the address, and whether a proxy or a login page answers in the registry's place"
	case isTemporary(err):
		f.Problem += ": " + message + attempts(err)
		f.Advice = "the registry does not take the image: check the address, and run again when the registry works"
	default:
		f.Problem += ": " + message + attempts(err)
		f.Advice = "the registry does not take the image: check address, user name and password, and what the user may do there"
	}
	f.Problem += "; " + p.registryState()
	return f
}

// registryState lists what the registry has after a failure, and what it lacks.
func (p *push) registryState() string {
	pushed := len(p.result.References)
	state := "not pushed: " + strings.Join(p.Tags[pushed:], ", ")
	switch {
	case pushed > 0:
		state = "pushed: " + strings.Join(p.Tags[:pushed], ", ") + "; " + state
	case p.result.Digest != "":
		state = "pushed: " + p.result.Digest + ", without a tag; " + state
	}
	return state
}

// Parts of the engine's errors: the text before the registry's answer, the commit of a blob, an answer, and a request
// without an answer. The query of an address may have a signature, so it is left out.
var (
	prefix  = regexp.MustCompile(`(?s)^.*(?:failed to push [^\s]+: |failed to resolve image "[^"]*" \(platform: "[^"]*"\): |failed to resolve (?:image|source metadata)[^:]* (?:for )?[^\s]+: )`)
	commit  = regexp.MustCompile(`failed commit on ref "[^"]*": `)
	answer  = regexp.MustCompile(`unexpected status from (\w+) request to ([^\s?]+)(?:\?\S*)?: (.*)`)
	request = regexp.MustCompile(`(?:failed to do request: )?(\w+) "([^"?]+)(?:\?[^"]*)?": (.*)`)
)

// shorten reduces the engine's error to the registry's answer or the failed request.
func shorten(text string) string {
	text = commit.ReplaceAllString(prefix.ReplaceAllString(strings.TrimSpace(text), ""), "")
	text = answer.ReplaceAllString(text, "the registry answered $3 to $1 $2")
	text = request.ReplaceAllString(text, "$1 $2: $3")
	return strings.Join(strings.Fields(text), " ")
}
