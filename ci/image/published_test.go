package image

import (
	"strings"
	"testing"
)

func TestPublished(t *testing.T) {
	t.Parallel()
	there, _ := serve(t, "robot", "hunter2")
	tagged, digest, _ := strings.Cut(there, "@")
	for reference, want := range map[string]string{
		there: "",
		strings.Replace(there, ":latest@", ":other@", 1):   "404",
		tagged + "@sha256:" + strings.Repeat("0", 64):      tagged + ": it stands for " + digest + " now",
		"127.0.0.1:1/acme/shop:latest@" + digest:           "refused",
		strings.Replace(there, "/shop:latest", "/shop", 1): "tag must be",
	} {
		err := Published(t.Context(), reference, "robot", "hunter2")
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: got %v, want %q", reference, err, want)
		}
	}
}
