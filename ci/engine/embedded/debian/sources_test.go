package debian

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const mirror, security = "http://mirror.example/debian/", "http://mirror.example/debian-security/"

var compareSources = cmp.AllowUnexported(source{})

func TestParseSources(t *testing.T) {
	t.Parallel()
	const targets = mirror + " bookworm main\n" +
		mirror + " bookworm contrib\n" +
		mirror + " bookworm main\n" + // of another architecture
		mirror + " bookworm-updates main\n" +
		mirror + " bookworm-backports main\n" +
		security + " bookworm-security main\n" +
		"https://other.example/apt/ stable main\n" +
		"https://flat.example/ ./\n"
	want := []source{{mirror, "bookworm"}, {mirror, "bookworm-updates"}, {security, "bookworm-security"}}
	if diff := cmp.Diff(want, parseSources(targets, "bookworm"), compareSources); diff != "" {
		t.Errorf("the sources differ (-want +got):\n%s", diff)
	}
}

// The mirror is the host's, and so is the split into updates and security updates.
func TestSourcesOfAnotherRelease(t *testing.T) {
	t.Parallel()
	for host, want := range map[source]source{
		{mirror, "bookworm"}:            {mirror, "forky"},
		{mirror, "bookworm-updates"}:    {mirror, "forky-updates"},
		{security, "bookworm-security"}: {security, "forky-security"},
	} {
		if got := host.ofRelease("bookworm", "forky"); got != want {
			t.Errorf("%v: got %v, want %v", host, got, want)
		}
	}
}

func TestLine(t *testing.T) {
	t.Parallel()
	s := source{mirror, "forky"}
	if got, want := s.line(), "deb http://mirror.example/debian/ forky main"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := s.line("signed-by=/keys.gpg", "check-valid-until=no"), "deb [signed-by=/keys.gpg check-valid-until=no] http://mirror.example/debian/ forky main"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
