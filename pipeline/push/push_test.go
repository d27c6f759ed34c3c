package push

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// engineError returns the text of an engine's error.
func engineError(answer string) string {
	return "input: container.withRegistryAuth.publish failed to export: failed to push " + shop + ":tag: " + answer
}

var (
	refuses  = engineError(`failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://registry.example:5000/token?scope=a%3Ab: 401 Unauthorized`)
	fails    = engineError(`failed commit on ref "manifest-sha256:12": unexpected status from PUT request to https://registry.example:5000/v2/acme/shop/manifests/tag: 503 Service Unavailable`)
	breaks   = engineError(`failed commit on ref "layer-sha256:12": failed to do request: Put "https://storage.example/12?X-Amz-Signature=hunter2": EOF`)
	html     = engineError(`failed commit on ref "manifest-sha256:12": invalid content digest in response: invalid checksum digest format`)
	page     = `failed to resolve image "` + shop + `:1.2.3" (platform: "linux/amd64"): unsupported descriptor media type text/html`
	notThere = engineError(`failed to do request: Head "http://registry.example:5000/v2/acme/shop/blobs/sha256:12": dial tcp 10.0.0.1:5000: connect: connection refused`)
)

func TestRun(t *testing.T) {
	t.Parallel()
	const (
		check   = "the registry does not take the image: check address, user name and password, and what the user may do there"
		retry   = "the registry does not take the image: check the address, and run again when the registry works"
		subject = "registry.example:5000/acme/shop:1.2.3: "
	)
	at := func(tag, digest string) string { return shop + ":" + tag + "@" + digest }
	for name, c := range map[string]struct {
		registry fake
		options  Options
		pushed   []string // in this order
		result   Result
		failure  *Failure
	}{
		"all of it, tags last": {
			pushed: []string{byItsID, "1.2.3", "1.2", "latest"},
			result: Result{Digest: ours, References: []string{at("1.2.3", ours), at("1.2", ours), at("latest", ours)}},
		},
		"it fails for a moment": {
			registry: fake{errors: map[string][]string{byItsID: {breaks}, "latest": {fails, notThere}, "look at 1.2.3": {fails}}},
			pushed:   []string{byItsID, "1.2.3", "1.2", "latest"},
			result:   Result{Digest: ours, References: []string{at("1.2.3", ours), at("1.2", ours), at("latest", ours)}},
		},
		"it is denied": {
			registry: fake{errors: map[string][]string{byItsID: {refuses}}},
			failure: &Failure{Advice: check, Problem: shop + ": failed to authorize: failed to fetch anonymous token: " +
				"the registry answered 401 Unauthorized to GET https://registry.example:5000/token; not pushed: 1.2.3, 1.2, latest"},
		},
		"the connection always breaks": {
			registry: fake{errors: map[string][]string{byItsID: {breaks, errForEver}}},
			failure:  &Failure{Advice: retry, Problem: shop + ": Put https://storage.example/12: EOF (3 attempts); not pushed: 1.2.3, 1.2, latest"},
		},
		"the first tag always fails": {
			registry: fake{errors: map[string][]string{"1.2.3": {fails, errForEver}}},
			pushed:   []string{byItsID},
			result:   Result{Digest: ours},
			failure: &Failure{Advice: retry, Problem: subject + "the registry answered 503 Service Unavailable to PUT https://registry.example:5000/v2/acme/shop/manifests/tag (3 attempts); " +
				"pushed: " + ours + ", without a tag; not pushed: 1.2.3, 1.2, latest"},
		},
		"the last tag always fails": {
			registry: fake{errors: map[string][]string{"latest": {fails, errForEver}}},
			pushed:   []string{byItsID, "1.2.3", "1.2"},
			result:   Result{Digest: ours, References: []string{at("1.2.3", ours), at("1.2", ours)}},
			failure: &Failure{Advice: retry, Problem: shop + ":latest: the registry answered 503 Service Unavailable to PUT https://registry.example:5000/v2/acme/shop/manifests/tag (3 attempts); " +
				"pushed: 1.2.3, 1.2; not pushed: latest"},
		},
		"it confirms everything": {
			registry: fake{errors: map[string][]string{"1.2.3": {html}}},
			pushed:   []string{byItsID},
			failure: &Failure{
				Advice:  "check the address, and whether a proxy or a login page answers in the registry's place",
				Problem: subject + "the server there is not a registry: it confirms that it has the image, but does not know its digest; not pushed: 1.2.3, 1.2, latest",
			},
		},
		"it answers with a web page": {
			registry: fake{loses: true, errors: map[string][]string{"look at 1.2.3": {"", page}}},
			pushed:   []string{byItsID, "1.2.3"},
			failure: &Failure{
				Advice:  "check the address, and whether a proxy or a login page answers in the registry's place",
				Problem: subject + "the server there is not a registry: it confirms that it has the image, but does not know its digest; not pushed: 1.2.3, 1.2, latest",
			},
		},
		"it accepts everything, and has nothing": {
			registry: fake{loses: true},
			pushed:   []string{byItsID, "1.2.3"},
			result:   Result{Digest: ours},
			failure: &Failure{
				Advice:  check,
				Problem: subject + `the registry accepted the tag, but does not have it: it has ""; pushed: ` + ours + ", without a tag; not pushed: 1.2.3, 1.2, latest",
			},
		},
		"it does not answer": {
			registry: fake{errors: map[string][]string{"1.2": {"nothing", errForEver}}},
			options:  Options{Timeout: 50 * time.Millisecond},
			pushed:   []string{byItsID, "1.2.3"},
			result:   Result{Digest: ours, References: []string{at("1.2.3", ours)}},
			failure: &Failure{
				Advice:  "find out why it is slow or does not answer; PIPELINE_PUBLISH_TIMEOUT, or the argument --publish-timeout of the module, gives it more time",
				Problem: shop + ":1.2: the registry did not take the image within 50ms; pushed: 1.2.3; not pushed: 1.2, latest",
			},
		},
		"the version is another image": {
			registry: fake{tags: map[string]string{"1.2.3": theirs, "latest": theirs}},
			options:  Options{Tags: []string{"latest", "1.2.3"}},
			pushed:   []string{byItsID},
			result:   Result{Digest: ours},
			failure: &Failure{
				Advice: "give the release another version, or overwrite this one: PIPELINE_OVERWRITE=1, or the argument --overwrite of the module's publish",
				Problem: subject + "the registry has another image of this version, " + theirs + ", and versions are not overwritten; " +
					"pushed: " + ours + ", without a tag; not pushed: latest, 1.2.3",
			},
		},
		"the version is another image, and to be overwritten": {
			registry: fake{tags: map[string]string{"1.2.3": theirs}},
			options:  Options{Overwrite: true, Tags: []string{"1.2.3"}},
			pushed:   []string{byItsID, "1.2.3"},
			result:   Result{Digest: ours, References: []string{at("1.2.3", ours)}},
		},
		"the version is this image": {
			registry: fake{tags: map[string]string{"1.2.3": ours, "latest": theirs}},
			pushed:   []string{byItsID, "1.2.3", "1.2", "latest"},
			result:   Result{Digest: ours, References: []string{at("1.2.3", ours), at("1.2", ours), at("latest", ours)}},
		},
		"the version is this image of another engine, and the last tag is missing": {
			registry: fake{tags: map[string]string{"1.2.3": theirs, "1.2": theirs}, same: true},
			pushed:   []string{byItsID, "latest"},
			result: Result{
				Digest: theirs, References: []string{at("1.2.3", theirs), at("1.2", theirs), at("latest", ours)},
				Warnings: []string{subject + "the registry has this image already, with other times in it; it stays as it is"},
			},
		},
		"it is unknown whether the version exists": {
			registry: fake{errors: map[string][]string{"look at 1.2.3": {`failed to resolve image "` + shop + `:1.2.3" (platform: "linux/amd64"): failed to resolve source metadata for ` + shop + `:1.2.3: pull access denied`}}},
			pushed:   []string{byItsID},
			result:   Result{Digest: ours},
			failure:  &Failure{Advice: check, Problem: subject + "pull access denied; pushed: " + ours + ", without a tag; not pushed: 1.2.3, 1.2, latest"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			registry, o := c.registry, c.options
			if registry.tags == nil {
				registry.tags = map[string]string{}
			}
			o.Address = shop
			if o.Tags == nil {
				o.Tags = []string{"1.2.3", "1.2", "latest"}
			}
			if o.Timeout == 0 {
				o.Timeout = time.Minute
			}
			r := newRun(&registry, o)
			r.pauses = []time.Duration{0, 0}
			result, err := r.run(context.Background())
			if diff := cmp.Diff(c.result, result); diff != "" {
				t.Errorf("result differs (-want +got):\n%s", diff)
			}
			var failure *Failure
			if err != nil && !errors.As(err, &failure) {
				t.Fatalf("%v is not a failure", err)
			}
			if diff := cmp.Diff(c.failure, failure); diff != "" {
				t.Errorf("failure differs (-want +got):\n%s", diff)
			}
			if !slices.Equal(c.pushed, registry.pushed) {
				t.Errorf("pushed %v, want %v", registry.pushed, c.pushed)
			}
		})
	}
}

// An interrupted run is not a failure.
func TestInterruptedRun(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Run(ctx, &fake{errors: map[string][]string{byItsID: {"nothing"}}}, Options{Address: shop, Tags: []string{"latest"}, Timeout: time.Minute})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestVersions(t *testing.T) {
	t.Parallel()
	for tag, want := range map[string]bool{
		"1.2.3": true, "v1.2.3": true, "2026.11.25": true, "1.2.3-rc.1": true,
		"1.2": false, "1": false, "latest": false, "main": false, "sha-0123456": false, "1.2.3.4": false, "v1": false, "": false,
	} {
		if got := IsVersion(tag); got != want {
			t.Errorf("%q: %v", tag, got)
		}
	}
}

func TestLeft(t *testing.T) {
	t.Parallel()
	tagged := []string{shop + ":1.2.3@" + ours}
	for name, c := range map[string]struct {
		result Result
		want   []string
	}{
		"nothing":                   {Result{}, nil},
		"the image, and no tag yet": {Result{Digest: ours}, []string{shop + "@" + ours}},
		"a tag":                     {Result{Digest: ours, References: tagged}, tagged},
	} {
		if diff := cmp.Diff(c.want, c.result.Left(shop)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
