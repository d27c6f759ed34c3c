package scripts

import (
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// An Exporter makes requirements files of a lock file, in the export stage. It consists of two files: build/export-NAME.sh
// is the script, and build/NAME.txt pins the lock's own tool, which the script calls.
type Exporter struct {
	Pins string // the tool's version and hashes
	Script
}

// exporters are the exporters by name. They are found by their files, so that another one needs no line of Go here.
var exporters = func() map[string]Exporter {
	found := map[string]Exporter{}
	scripts, err := fs.Glob(files, "build/export-*.sh")
	if err != nil {
		panic(err)
	}
	for _, script := range scripts {
		name := strings.TrimSuffix(strings.TrimPrefix(script, "build/export-"), ".sh")
		found[name] = Exporter{text("build/" + name + ".txt"), shellScript("export-"+name, "export: turn the lock into requirements", stepBuild)}
	}
	return found
}()

// FindExporter returns the exporter of a name.
func FindExporter(name string) (exporter Exporter, found bool) {
	exporter, found = exporters[name]
	return exporter, found
}

func exportScripts() []Script {
	var scripts []Script
	for _, name := range slices.Sorted(maps.Keys(exporters)) {
		scripts = append(scripts, exporters[name].Script)
	}
	return scripts
}
