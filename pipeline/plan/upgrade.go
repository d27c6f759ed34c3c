package plan

import (
	"cmp"
	"fmt"
	"strings"

	"dagger/python-pipeline/installed"
	"dagger/python-pipeline/lock"
)

// Upgrade is the advice how to upgrade a package of the lock to one of the fixed
// versions, which are as Trivy writes them: "4.2.15, 5.0.8".
func (p *Plan) Upgrade(name, fixed string) string {
	name = installed.CanonicalName(name)
	if f := lock.Of(p.LockKind); f != nil && f.Upgrade != "" {
		return fmt.Sprintf("run `%s` and build again", f.UpgradeOf(name))
	}
	at, hashed := p.findPackage(name)
	if command := p.Compiled[cmp.Or(at.File, p.Lock)]; command != "" {
		return fmt.Sprintf("run `%s` and build again", lock.Recompile(command, name))
	}
	if f := lock.ByName(p.Exported); f != nil {
		return fmt.Sprintf("run `%s && %s` and build again", f.UpgradeOf(name), f.Convert)
	}
	version := name + "==" + fixed
	if strings.Contains(fixed, ",") {
		version = "one of them for " + name
	}
	if p.LockKind == lock.Pylock {
		return fmt.Sprintf("lock %s, with the tool that wrote %s, and build again", version, cmp.Or(at.File, p.Lock))
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

// findPackage returns a package of the lock, and whether all packages beside it have
// hashes. A dependency that the lock does not name is not found.
func (p *Plan) findPackage(name string) (at Package, hashed bool) {
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
