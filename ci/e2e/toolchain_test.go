//go:build linux

package e2e

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// Another repository, with an app below its root, has the module as a toolchain:
// its checks are found there, pass, and fail with the reason. Then its app is
// published.
func TestToolchain(t *testing.T) {
	t.Parallel()
	shop := newForeignRepository(t)
	shop.mustPass(t, shop.root, "init", "--name=acme")
	shop.mustPass(t, shop.root, "toolchain", "install", serveModule(t))
	shop.setArguments(t)
	shop.commit(t, "The shop")

	checks := fields(shop.mustPass(t, shop.app, "check", "-l", "--silent"))
	for name, description := range map[string]string{
		"python-pipeline:scan":  "Scans the image with Trivy; a finding that stops it is an error.",
		"python-pipeline:smoke": "Starts the image and checks that it works; prints its output.",
		"python-pipeline:test":  "Runs the tests; a failed one is an error that shows the failure.",
	} {
		if checks[name] != description {
			t.Errorf("check %s: %q, want %q", name, checks[name], description)
		}
	}
	shop.mustPass(t, shop.app, "check")

	own := serveRegistry(t, nil)
	publish := func(tag string) []string {
		return []string{
			"call", "--silent", "python-pipeline", "publish", "--address=" + own.repository(t, "shop").String(), "--tags=" + tag,
			"--username=" + robot, "--password=env:REGISTRY_PASSWORD",
		}
	}
	reference := strings.TrimSpace(shop.mustPass(t, shop.app, publish("1.0.0")...))
	there := own.tags(t, "shop")
	if len(there) != 1 || !strings.HasSuffix(reference, ":1.0.0@"+there["1.0.0"]) {
		t.Errorf("publish prints %q; the registry has %v", reference, there)
	}

	// A failed test, and a stage that cannot be built.
	for _, c := range []struct {
		file, content, check string
		says                 []string
	}{
		{"tests/test_wrong.py", "def test_prices():\n    assert 1 + 1 == 3\n", "test", []string{" tests failed: tests.test_wrong.test_prices\n", "assert (1 + 1) == 3"}},
		{"broken.py", "def broken(:\n", "smoke", []string{"source: lay out and compile failed\n", "broken.py", "SyntaxError"}},
	} {
		if err := write(c.file, c.content)(shop.app); err != nil {
			t.Fatal(err)
		}
		shop.mustFail(t, []string{"check", c.check}, c.says...)
	}
	if err := remove("broken.py")(shop.app); err != nil {
		t.Fatal(err)
	}
	shop.mustFail(t, publish("1.0.1"), "not published: test: ", "test_prices")
	if tags := slices.Sorted(maps.Keys(own.tags(t, "shop"))); !slices.Equal(tags, []string{"1.0.0"}) {
		t.Errorf("the registry has %v", tags)
	}
}

// fields reads a table of two columns.
func fields(table string) map[string]string {
	found := map[string]string{}
	for line := range strings.Lines(table) {
		name, rest, _ := strings.Cut(line, " ")
		found[name] = strings.TrimSpace(rest)
	}
	return found
}
