package composefile_test

import (
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/settings"
)

var update = flag.Bool("update", false, "rewrite the file in testdata")

// The file as people read it.
func TestFile(t *testing.T) {
	t.Parallel()
	const name = "testdata/compose.yaml"
	app := shop()
	app.Entrypoint = []string{"/usr/local/bin/entrypoint"}
	app.Volumes, app.VolumeMode = []string{"/data"}, settings.VolumesEntrypoint
	app.Postgres.Databases, app.Postgres.Script = []string{"shop", "archive"}, "CREATE DATABASE \"archive\";\n"
	got := string(render(t, app))
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("run `go test ./ci/composefile -update` (-want +got):\n%s", diff)
	}
}
