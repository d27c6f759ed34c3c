package scripts_test

import (
	"testing"

	"dagger/python-pipeline/lock"
	"dagger/python-pipeline/scripts"
)

// A lock format names its exporter, and the files of that are all that it takes.
func TestFormatsHaveTheirExporters(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, format := range lock.Formats {
		if format.Export == "" {
			continue
		}
		used[format.Export] = true
		if _, found := scripts.FindExporter(format.Export); !found {
			t.Errorf("%s: there is no build/export-%s.sh", format.Name, format.Export)
		}
	}
	for name, exporter := range scripts.Exporters {
		if !used[name] {
			t.Errorf("build/export-%s.sh: no lock format has it", name)
		}
		if _, found := scripts.Find(exporter.Script.ID); !found {
			t.Errorf("%s is not found by its ID", exporter.Script.ID)
		}
	}
}
