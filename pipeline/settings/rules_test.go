package settings

import (
	"strings"
	"testing"
)

func TestIsTag(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"latest": true, "1.4.0": true, "v1.2.3-rc.1": true, "_x": true, strings.Repeat("a", MaxTag): true,
		"": false, ".x": false, "-x": false, "a b": false, "a/b": false, "1.2+build": false, "ä": false, "latest\n": false,
		strings.Repeat("a", MaxTag+1): false,
	} {
		if got := IsTag(text); got != want {
			t.Errorf("%q: got %t", text, got)
		}
	}
}

func TestWritableFolder(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{
		"media", "tmp", "./data/logs", "/data", "/var/lib/shop", "/var/cache/shop", "/srv/shop", "/srv/files", "/app/media",
		"/tmpfiles", "/runs/1", "/home/shop", "/usrlocal",
	} {
		if err := writableFolder(folder); err != nil {
			t.Errorf("%q %s", folder, err)
		}
	}
}
