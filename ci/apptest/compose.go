package apptest

import (
	"maps"
	"testing"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
)

// LoadCompose loads a compose file as Docker Compose does, with these variables: it checks the schema, and that what the
// services refer to is there.
func LoadCompose(t *testing.T, file []byte, variables map[string]string) *types.Project {
	t.Helper()
	project, err := ParseCompose(t, file, variables)
	if err != nil {
		t.Fatalf("%v in:\n%s", err, file)
	}
	return project
}

// ParseCompose is LoadCompose for a file that may be refused.
func ParseCompose(t *testing.T, file []byte, variables map[string]string) (*types.Project, error) {
	t.Helper()
	environment := map[string]string{} // the loader adds the project's name to it
	maps.Copy(environment, variables)
	return loader.LoadWithContext(t.Context(), types.ConfigDetails{
		WorkingDir: t.TempDir(), ConfigFiles: []types.ConfigFile{{Filename: "compose.yaml", Content: file}}, Environment: environment,
	})
}
