package scripts

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// An Exporter makes requirements files of a lock file, in the export stage. It consists of two files: build/export-NAME.sh
// or .py is the script, and build/NAME.txt pins the lock's own tool, which the script calls. There is no such file where
// the tools of every stage are enough: uv, and the libraries of PackagingTool, with which a script in Python runs.
//
// Its arguments are options, which the first lines of the script list, and the groups of packages that the tests need.
type Exporter struct {
	Pins string // the tool's version and hashes; "" for no tool of its own
	Script
}

// exporters are the exporters by name. They are found by their files, so that another one needs no line of Go here.
var exporters = func() map[string]Exporter {
	found := map[string]Exporter{}
	scripts, err := fs.Glob(files, "build/export-*")
	if err != nil {
		panic(err)
	}
	const label = "export: turn the lock into requirements"
	for _, script := range scripts {
		id := strings.TrimSuffix(path.Base(script), path.Ext(script))
		name := strings.TrimPrefix(id, "export-")
		var exporter Exporter
		if path.Ext(script) == ".py" {
			exporter.Script = pythonScript(id, label, stepBuild, PackagingTool+"/bin/python", "-I")
		} else {
			exporter.Script = shellScript(id, label, stepBuild)
		}
		if pins := "build/" + name + ".txt"; name != uvExporter && exists(pins) {
			exporter.Pins = text(pins)
		}
		found[name] = exporter
	}
	return found
}()

// uvExporter is the exporter of uv's own lock.
const uvExporter = "uv"

func exists(name string) bool {
	_, err := fs.Stat(files, name)
	return err == nil
}

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
