package settings

import (
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write schema.json anew")

func TestSchema(t *testing.T) {
	t.Parallel()
	const file = "schema.json"
	want, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("run `go test ./settings -run Schema -update` in pipeline:\n%s", diff)
	}
}

// After a key is renamed, limits must have its new name.
func TestLimitsAreOfKeys(t *testing.T) {
	t.Parallel()
	known := map[string]bool{"smoke.requests.path": true, "smoke.requests.status": true}
	for _, key := range Keys() {
		known[key.Name] = true
	}
	for name := range limits {
		if !known[name] {
			t.Errorf("limits has the unknown key %q", name)
		}
	}
}
