package config

import (
	"os"
	"path/filepath"
	"testing"
)

// Dagger's client refuses ../ca.pem, and compilers run in folders of their own.
func TestRelativePathsAreBelowTheRepository(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	repository := filepath.Join(root, "repository")
	if err := os.MkdirAll(filepath.Join(repository, "advisories"), 0o755); err != nil {
		t.Fatal(err)
	}
	certificates := func(c *Config) string { return c.SSLCertFile }
	database := func(c *Config) string { return c.TrivyDB }
	for variable, test := range map[string]struct {
		field func(*Config) string
		want  string
	}{
		"SSL_CERT_FILE=../ca.pem":                             {certificates, filepath.Join(root, "ca.pem")},
		"SSL_CERT_FILE=/etc/ca.pem":                           {certificates, "/etc/ca.pem"},
		"SSL_CERT_FILE=":                                      {certificates, ""},
		"TRIVY_IGNOREFILE=.trivyignore.yaml":                  {func(c *Config) string { return c.TrivyIgnorefile }, filepath.Join(repository, ".trivyignore.yaml")},
		"PIPELINE_CACHE_DIR=../cache":                         {func(c *Config) string { return c.CacheDir }, filepath.Join(root, "cache")},
		"PIPELINE_TRIVY_DB=./advisories":                      {database, filepath.Join(repository, "advisories")},
		"PIPELINE_TRIVY_DB=ghcr.io/aquasecurity/trivy-db:2":   {database, "ghcr.io/aquasecurity/trivy-db:2"},
		"PIPELINE_TRIVY_DB=" + filepath.Join(root, "nowhere"): {database, filepath.Join(root, "nowhere")},
		"PIPELINE_TRIVY_DB=":                                  {database, ""},
	} {
		t.Run(variable, func(t *testing.T) {
			t.Parallel()
			c, _, err := Read(t.Context(), []string{variable}, repository)
			if err != nil {
				t.Fatal(err)
			}
			if got := test.field(c); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// Outside of the repository relative paths are below the working folder. Not
// parallel: the process has one working folder.
func TestRelativePathsOfTheWorkingFolder(t *testing.T) {
	folder, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(folder)
	c, _, err := Read(t.Context(), []string{"SSL_CERT_FILE=ca.pem"}, ".")
	if err != nil || c.SSLCertFile != filepath.Join(folder, "ca.pem") {
		t.Errorf("got %+v, %v", c, err)
	}
}
