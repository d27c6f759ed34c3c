package plan

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"dagger/python-pipeline/installed"
)

const (
	pipfile     = "Pipfile"
	pipfileLock = "Pipfile.lock"
)

// Names of the files that the export stage makes of a lock.
const (
	exportedRequirements    = "requirements.txt"
	exportedDevRequirements = "requirements-dev.txt"
)

// installPipenv takes the packages of a Pipfile.lock. uv gets what Pipenv
// exports of it, in which every package has its hashes.
func (r *reader) installPipenv() error {
	if !r.exists(pipfile) {
		return fmt.Errorf("%s: there is no Pipfile beside it, without which Pipenv cannot tell whether the lock is stale; add it", pipfileLock)
	}
	if r.settings.DevRequirements != nil {
		return fmt.Errorf("pyproject.toml: [tool.python-pipeline]: dev-requirements: %s says what the tests need (develop); remove the key, or name a requirements file in lock", pipfileLock)
	}
	content, err := r.readPipfileLock()
	if err != nil {
		return err
	}
	inputs := append(r.withTargets(pipfile), r.withTargets(pipfileLock)...)
	production, err := content.production.requirements(exportedRequirements, inputs)
	if err != nil {
		return err
	}
	development, err := content.development.requirements(exportedDevRequirements, inputs)
	if err != nil {
		return err
	}
	p := r.plan
	p.Lock = pipfileLock
	p.Requirements, p.Inputs, p.Packages, p.Hashed = production.files, production.inputs, production.listed(), len(production.packages) > 0
	p.DevRequirements, p.DevInputs, p.DevPackages, p.DevHashed = development.files, development.inputs, development.listed(), len(development.packages) > 0
	r.production, r.development = production, development

	r.decide("requirements", production.summary(p.Hashed), "default in "+pipfileLock)
	r.warnOfTools(production)
	r.decide("dev-requirements", development.summary(p.DevHashed), "develop in "+pipfileLock)
	r.warnOfSources(content.meta.Sources)
	return nil
}

// requirements is a section of the lock as uv will see it, in the
// file that the export is written to; inputs are what the export reads.
func (s lockSection) requirements(exported string, inputs []string) (requirementSet, error) {
	set := requirementSet{files: []string{exported}, inputs: inputs}
	for _, p := range s {
		if err := p.check(); err != nil {
			return set, p.errorf("%s %w", p.name, err)
		}
		set.packages = append(set.packages, requirement{place: p.place, name: installed.CanonicalName(p.name), text: p.name + p.Version, address: p.File, hashed: true})
	}
	return set, nil
}

// check refuses what cannot be installed with hashes.
func (p lockedPackage) check() error {
	switch {
	case p.Path != "" || strings.HasPrefix(p.File, "file:") || strings.HasPrefix(p.File, "."):
		return errors.New("is a path: installing sees the lock only, not the source; remove it from the Pipfile, since the app's own folder is importable anyway, and run pipenv lock")
	case slices.ContainsFunc([]string{p.Git, p.Hg, p.Svn, p.Bzr}, func(address string) bool { return address != "" }):
		return errors.New("comes from version control and cannot have a hash; name a release in the Pipfile and run pipenv lock")
	case p.Editable:
		return errors.New("is an editable install, which needs a working tree and has no hash; remove it from the Pipfile and run pipenv lock")
	case len(p.Hashes) == 0:
		return errors.New("has no hash, so it could be exchanged unnoticed; name a release of an index in the Pipfile and run pipenv lock")
	}
	return nil
}

// pipenvPython is the version that the Pipfile requires, where its lock is
// what is installed from.
func (r *reader) pipenvPython() (asked, from string, err error) {
	if r.lock.kind != LockPipenv {
		return "", "", nil
	}
	content, err := r.readPipfileLock()
	if err != nil {
		return "", "", err
	}
	requires := content.meta.Requires
	switch {
	case requires.PythonFullVersion != "":
		return requires.PythonFullVersion, "python_full_version in " + pipfileLock, nil
	case requires.PythonVersion != "":
		return requires.PythonVersion, "python_version in " + pipfileLock, nil
	}
	return "", "", nil
}
