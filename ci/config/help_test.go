package config

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestVariablesAreComplete(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	honoured := false
	for _, variable := range Variables() {
		if variable.Name == "" || seen[variable.Name] {
			t.Errorf("%q: the name is empty, or another variable has it", variable.Name)
		}
		seen[variable.Name] = true
		if variable.Honoured != !strings.HasPrefix(variable.Name, Prefix) || honoured && !variable.Honoured {
			t.Errorf("%s: own variables come first, honoured ones after them", variable.Name)
		}
		honoured = variable.Honoured
		if !strings.HasSuffix(variable.Doc, ".") {
			t.Errorf("%s: the documentation is not a sentence: %q", variable.Name, variable.Doc)
		}
		if strings.ContainsAny(variable.Doc+variable.Default, "|\n") {
			t.Errorf("%s: the documentation does not fit into a Markdown table", variable.Name)
		}
	}
}

func TestVariables(t *testing.T) {
	t.Parallel()
	want := map[string]Variable{
		"PIPELINE_ENGINE":   {Default: "auto"},
		"PIPELINE_REGISTRY": {},
		"PIP_INDEX_URL":     {Honoured: true},
		"SOURCE_DATE_EPOCH": {Default: "the commit's time", Honoured: true},
	}
	got := map[string]Variable{}
	for _, variable := range Variables() {
		if _, wanted := want[variable.Name]; wanted {
			got[variable.Name] = Variable{Default: variable.Default, Honoured: variable.Honoured}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error("(-want +got):\n" + diff)
	}
}

func TestHelp(t *testing.T) {
	t.Parallel()
	var unwrapped, wrapped strings.Builder
	if err := Help(&unwrapped, 0); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		"Settings (environment variables):\n  PIPELINE_APPS (default: every folder of sample-app/)\n      Folders of the apps",
		"\n\nHonoured (variables of other tools):\n  PIP_INDEX_URL\n      Package index instead",
		"  PIPELINE_TAGS (default: latest)\n      Tags of the published images, separated by commas. A GitHub",
	} {
		if !strings.Contains(unwrapped.String(), part) {
			t.Errorf("help lacks %q in:\n%s", part, &unwrapped)
		}
	}
	if err := Help(&wrapped, 60); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(wrapped.String()) {
		if len([]rune(line)) > 61 {
			t.Errorf("more than 60 columns: %q", line)
		}
	}
	if got, want := strings.Fields(wrapped.String()), strings.Fields(unwrapped.String()); !cmp.Equal(got, want) {
		t.Error("wrapping changed the words")
	}
}
