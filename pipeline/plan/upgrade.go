package plan

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dagger/python-pipeline/installed"
	"dagger/python-pipeline/settings"
)

// compiledBy is the command in the header of a file that a tool wrote.
var compiledBy = regexp.MustCompile(`(?m)^#[ \t]+((?:pip-compile|uv pip compile|uv export)\b.*)$`)

// readCompilers finds what the requirements files were made with, for the day on
// which one of their packages has to be newer.
func (r *reader) readCompilers() error {
	if r.lock.kind != LockRequirements {
		return nil
	}
	p := r.plan
	for _, file := range slices.Concat(p.Inputs, p.DevInputs) {
		text, _, err := r.text(file)
		if err != nil {
			return err
		}
		if command := submatch(compiledBy, text); command != "" {
			if p.Compiled == nil {
				p.Compiled = map[string]string{}
			}
			p.Compiled[file] = settings.WithoutCredentials(strings.TrimSpace(command))
		}
	}
	for _, lock := range locks {
		if p.Exported == "" && lock.upgrade != "" && lock.find(r) {
			p.Exported = lock.name
		}
	}
	return nil
}

// Upgrade says how a package of the lock gets one of the versions without a
// known hole, as Trivy writes them: "4.2.15, 5.0.8".
func (p *Plan) Upgrade(name, fixed string) string {
	name = installed.CanonicalName(name)
	if p.LockKind == LockPipenv {
		return fmt.Sprintf("run `pipenv upgrade %s` and build again", name)
	}
	at, hashed := p.packageNamed(name)
	if command := p.Compiled[cmp.Or(at.File, p.Lock)]; command != "" {
		return fmt.Sprintf("run `%s` and build again", upgrading(command, name))
	}
	if i := slices.IndexFunc(locks, func(l lock) bool { return l.name == p.Exported }); i >= 0 {
		return fmt.Sprintf("run `%s && %s` and build again", strings.ReplaceAll(locks[i].upgrade, "{name}", name), locks[i].export)
	}
	version := name + "==" + fixed
	if strings.Contains(fixed, ",") {
		version = "one of them for " + name
	}
	if at.File == "" {
		return fmt.Sprintf("add %s to %s and build again", version, p.Lock)
	}
	with := ""
	if hashed {
		with = ", with its hashes,"
	}
	return fmt.Sprintf("write %s in %s: line %d%s and build again", version, at.File, at.Line, with)
}

// packageNamed is where a package stands in the lock, and whether all there have
// hashes; nowhere for one that another package brings.
func (p *Plan) packageNamed(name string) (at Package, hashed bool) {
	for _, set := range []struct {
		packages []Package
		hashed   bool
	}{{p.Packages, p.Hashed}, {p.DevPackages, p.DevHashed}} {
		for _, found := range set.packages {
			if found.Name == name {
				return found, set.hashed
			}
		}
	}
	return Package{}, false
}

// upgrading is a command of a file's header that takes a newer version of one
// package.
func upgrading(command, name string) string {
	for _, tool := range []string{"pip-compile", "uv pip compile"} {
		if rest, found := strings.CutPrefix(command, tool); found {
			return tool + " --upgrade-package " + name + rest
		}
	}
	return "uv lock --upgrade-package " + name + " && " + command
}
