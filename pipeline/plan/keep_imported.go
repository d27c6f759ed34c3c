package plan

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"dagger/python-pipeline/printable"
	"dagger/python-pipeline/source"
)

// keepImported keeps modules and packages that are called like tests and that other
// code of the image imports.
func (r *reader) keepImported() error {
	shipping := r.plan.Shipping()
	shipped, err := r.tree.Prod(shipping)
	if err != nil {
		return err
	}
	shipping.Exclude = []string{}
	all, err := r.tree.Prod(shipping)
	if err != nil {
		return err
	}
	k := keeper{reader: r, out: map[string]bool{}, by: map[string]string{}, roots: r.importRoots()}
	for _, file := range all {
		k.out[file] = true
	}
	for _, file := range shipped {
		delete(k.out, file)
	}
	if len(k.out) == 0 {
		return nil
	}
	queue := shipped
	for len(queue) > 0 {
		file := queue[0]
		queue = queue[1:]
		found, err := k.importedBy(file)
		if err != nil {
			return err
		}
		queue = append(queue, found...)
	}
	if len(k.by) == 0 {
		return nil
	}
	names := slices.Sorted(maps.Keys(k.by))
	r.plan.Keep = append(r.plan.Keep, k.files...)
	slices.Sort(r.plan.Keep)
	r.decide("ships", printable.First(maxFiles, names)+": called like tests, but imported", k.by[names[0]])
	return nil
}

// serverFolder is the folder from which a server imports the app.
var serverFolder = regexp.MustCompile(`(?:^|\s)--(?:chdir|app-dir|working-dir)[\s=](\S+)`)

// importRoots lists the folders from which the app's modules may be imported.
func (r *reader) importRoots() []string {
	p := programOf(r.plan.Command)
	roots := append([]string{".", sourceFolder}, r.plan.PythonPath...)
	for _, folder := range []string{p.folder, p.file(submatch(serverFolder, r.startLine()))} {
		if folder != "" {
			roots = append(roots, folder)
		}
	}
	slices.Sort(roots)
	return slices.Compact(roots)
}

// A keeper finds the modules that are left out and imported.
type keeper struct {
	*reader
	// out are the files that are left out because of their names alone.
	out map[string]bool
	// by has the kept modules and folders of packages, each with the file that imports it.
	by    map[string]string
	files []string
	roots []string
}

// importedBy keeps what a file imports, and lists the kept files.
func (k *keeper) importedBy(file string) ([]string, error) {
	text, err := k.code(file)
	if err != nil || testTool.MatchString(text) {
		return nil, err
	}
	before := len(k.files)
	for _, module := range importsOf(file, text, k.roots) {
		for ; module != "." && !strings.HasPrefix(module, "../") && module != ".."; module = path.Dir(module) {
			if k.out[module+".py"] {
				k.keep(module + ".py")
				k.by[module+".py"] = file
			}
			if k.out[path.Join(module, "__init__.py")] {
				k.keepPackage(module, file)
			}
		}
	}
	return k.files[before:], nil
}

func (k *keeper) keep(file string) {
	delete(k.out, file)
	k.files = append(k.files, file)
}

// keepPackage keeps a package with its data, without the tests in it.
func (k *keeper) keepPackage(folder, by string) {
	k.by[folder] = by
	for _, file := range slices.Sorted(maps.Keys(k.out)) {
		if below, found := strings.CutPrefix(file, folder+"/"); found && !source.LikeTest(below) {
			k.keep(file)
		}
	}
}
