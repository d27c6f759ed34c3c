//go:build linux

package e2e

import (
	"errors"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"

	"dagger/python-pipeline/plan"
)

// loginOf says who may push to an engine's registry, and where the password is.
func loginOf(t *testing.T, variables ...string) (user, file string) {
	t.Helper()
	user, file, found := strings.Cut(engineStatus(t, variables...)["login to push"], ", with the password in ")
	if !found {
		t.Fatal("the engine's status names no login")
	}
	return user, file
}

// registryLogin is what the registry of the engine asks of those who push.
func registryLogin(t *testing.T, variables ...string) authn.Authenticator {
	t.Helper()
	user, file := loginOf(t, variables...)
	return &authn.Basic{Username: user, Password: readFile(t, file)}
}

// loginArguments log in with the module's own arguments.
func loginArguments(t *testing.T) []string {
	t.Helper()
	user, file := loginOf(t)
	return []string{"--username=" + user, "--password=file:" + file}
}

// scannerImage is the scanner as this engine has it: the stand-in where one
// serves, which does not have the official image's digest.
func scannerImage(t *testing.T) string {
	t.Helper()
	if engineStatus(t)["images"] == "stand-ins" {
		return plan.TrivyRelease
	}
	return plan.TrivyImage
}

// Every user of the machine reaches the registry, from which base images and the
// scanner come. They can read what is there, and change nothing.
func TestRegistryTakesWritesWithItsLoginAlone(t *testing.T) {
	t.Parallel()
	registry := engineStatus(t)["registry"]
	_, file := loginOf(t)
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the password's file: %v, %v", info.Mode(), err)
	}
	if info, err := os.Stat(cacheFolder(t)); err != nil || info.Mode().Perm()&0o022 != 0 {
		t.Errorf("the cache folder: %v, %v", info.Mode(), err)
	}
	image, err := random.Image(1000, 1)
	if err != nil {
		t.Fatal(err)
	}
	published := ci(t, nil, calculator(t, "guarded")).mustPass(t).app(t, "guarded")
	own, err := name.NewTag(strings.TrimSuffix(published.References[0], "@"+published.Digest))
	if err != nil {
		t.Fatal(err)
	}
	base, err := name.ParseReference(registry + "/library/python:3.11-slim-bookworm")
	if err != nil {
		t.Fatal(err)
	}
	strangers := map[string]authn.Authenticator{
		"nobody":                   authn.Anonymous,
		"a stranger":               &authn.Basic{Username: "stranger", Password: "guess"},
		"the user, and a password": &authn.Basic{Username: "python-pipeline", Password: "python-pipeline"},
		"one without a password":   &authn.Basic{Username: "python-pipeline"},
	}
	for who, login := range strangers {
		for _, target := range []name.Reference{own, base} {
			if err := remote.Write(target, image, remote.WithAuth(login)); !isRefused(err) {
				t.Errorf("%s pushes to %s: %v", who, target, err)
			}
			if err := remote.WriteIndex(target, empty.Index, remote.WithAuth(login)); !isRefused(err) {
				t.Errorf("%s pushes an index to %s: %v", who, target, err)
			}
			if err := remote.Delete(target.Context().Digest(published.Digest), remote.WithAuth(login)); !isRefused(err) {
				t.Errorf("%s deletes from %s: %v", who, target, err)
			}
		}
	}
	found, err := remote.Head(own)
	if err != nil || found.Digest.String() != published.Digest {
		t.Errorf("%s is %v, %v; published was %s", own, found, err, published.Digest)
	}
	if err := remote.Write(own.Context().Tag("pushed"), image, remote.WithAuth(registryLogin(t))); err != nil {
		t.Errorf("with the login: %v", err)
	}
}

func isRefused(err error) bool {
	answer, is := errors.AsType[*transport.Error](err)
	return is && answer.StatusCode == http.StatusUnauthorized
}
