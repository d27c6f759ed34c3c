package config

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestSecretIsNeverShown(t *testing.T) {
	t.Parallel()
	secret := NewSecret("hunter2")
	hidden := struct{ inner Secret }{secret}
	text, err := json.Marshal(map[string]any{"value": secret, "pointer": &secret})
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("login", "password", secret)
	shown := []string{secret.String(), secret.GoString(), string(text), log.String()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T"} {
		shown = append(shown, fmt.Sprintf(verb, secret), fmt.Sprintf(verb, &secret), fmt.Sprintf(verb, hidden), fmt.Sprintf(verb, []Secret{secret}))
	}
	for _, s := range shown {
		if strings.Contains(s, "hunter2") || strings.Contains(strings.ToLower(s), fmt.Sprintf("%x", "hunter2")) {
			t.Errorf("the value shows in %q", s)
		}
	}
	if got := secret.Reveal(); got != "hunter2" {
		t.Errorf("Reveal: got %q", got)
	}
	if got := fmt.Sprintf("%v %s", secret, NewSecret("")); got != "[secret] " {
		t.Errorf("placeholders: got %q", got)
	}
}

func TestSize(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Size{"20GB": 20e9, "1.5 GB": 15e8, "512MiB": 512 << 20, "4kb": 4000, "1TiB": 1 << 40, "700": 700, "700B": 700} {
		var got Size
		if err := got.UnmarshalText([]byte(text)); err != nil || got != want {
			t.Errorf("%s: got %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"0", "-1GB", "GB", "20G B", "20 parsecs", "infGB", "99999999TB", "0.5"} {
		var got Size
		if err := got.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%s: read as %d; want an error", text, got)
		}
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	var known []string
	for _, variable := range Variables() {
		known = append(known, variable.Name)
	}
	for name, want := range map[string]string{
		"PIPELINE_TAG":              "PIPELINE_TAGS",
		"PIPELINE_MODUEL":           "PIPELINE_MODULE",
		"PIPELINE_STANDINS":         "PIPELINE_STAND_INS",
		"PIPELINE_REGISTRY_USER":    "PIPELINE_REGISTRY_USERNAME",
		"PIPELINE_REGISTRY_PASS":    "PIPELINE_REGISTRY_PASSWORD",
		"PIPELINE_CACHE":            "PIPELINE_CACHE_DIR",
		"PIPELINE_ID":               "",
		"PIPELINE_NAME":             "",
		"PIPELINE_URL":              "",
		"PIPELINE_WORKSPACE":        "",
		"PIPELINE_TRIGGERED_BY":     "",
		"PIPELINE_ENGINE_BUILD_NUM": "",
	} {
		if got := nearest(name, known); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestRegistryIsAccepted(t *testing.T) {
	t.Parallel()
	for _, registry := range []string{"ghcr.io", "docker.io/acme", "localhost/acme", "registry.local:5000/team/apps", "127.0.0.1:5000", "[::1]:5000/a-b", "ghcr.io/Acme/Shop"} {
		if c, _, err := Read(t.Context(), []string{"PIPELINE_REGISTRY=" + registry}, "/repository"); err != nil {
			t.Errorf("%s: %v", registry, err)
		} else if c.Registry != strings.ToLower(registry) {
			t.Errorf("%s: read as %s", registry, c.Registry)
		}
	}
}
