package plan

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// Customary names, the first that exists is taken.
var (
	productionFiles  = []string{"requirements/production.txt", "requirements/prod.txt", "requirements/main.txt", "requirements.txt"}
	developmentFiles = []string{
		"requirements/dev.txt", "requirements/development.txt", "requirements/test.txt", "requirements/tests.txt",
		"requirements-dev.txt", "requirements-test.txt", "dev-requirements.txt", "requirements_for_test.txt",
	}
)

// decideInstall reads what is to be installed.
func (r *reader) decideInstall() error {
	r.plan.LockKind = r.lock.kind
	r.decideLock()
	return r.lock.read(r)
}

func (r *reader) installRequirements() error {
	name, declared := "requirements", r.settings.Requirements
	if r.settings.Lock != "" {
		name, declared = "lock", []string{r.settings.Lock}
	}
	production, from, err := r.chooseRequirements(name, declared, productionFiles)
	if err != nil {
		return err
	}
	p := r.plan
	if p.Hashed, err = production.hashed(); err != nil {
		return err
	}
	p.Requirements, p.Inputs, p.Packages = production.files, production.inputs, production.listed()
	if len(p.Requirements) > 0 {
		p.Lock = p.Requirements[0]
	}
	r.decide("requirements", production.summary(p.Hashed), from)
	r.warnOfTools(production)

	development, from, err := r.chooseRequirements("dev-requirements", r.settings.DevRequirements, developmentFiles)
	if err != nil {
		return err
	}
	p.DevHashed, err = development.hashed()
	// uv takes a list in which only some have hashes, and checks those; a
	// development file on top of a hashed production file often is one.
	if err != nil && development.hashesAsked != nil {
		return err
	}
	p.DevRequirements, p.DevInputs, p.DevPackages = development.files, development.inputs, development.listed()
	r.decide("dev-requirements", development.summary(p.DevHashed), from)
	r.production, r.development = production, development
	return nil
}

// chooseRequirements reads the files that the key names, or else the first of
// those that are customary, and says where they come from.
func (r *reader) chooseRequirements(name string, declared, customary []string) (set requirementSet, from string, err error) {
	if declared != nil {
		files := cleanPaths(declared)
		set, err = r.readRequirements("pyproject.toml: [tool.python-pipeline]: "+name, files)
		return set, strings.Join(append(slices.Clone(files), key(name)), ", "), err
	}
	files := r.present(customary)
	if len(files) == 0 {
		return set, "", nil
	}
	if from = files[0]; len(files) > 1 {
		from = fmt.Sprintf("%s (%s is not read; name what to read in %s)", from, strings.Join(files[1:], ", "), name)
	}
	set, err = r.readRequirements("requirements", files[:1])
	return set, from, err
}

func (s requirementSet) summary(hashed bool) string {
	count := fmt.Sprintf("%d packages", len(s.packages))
	switch {
	case len(s.packages) == 0:
		return "none"
	case len(s.packages) == 1:
		count = "1 package"
	}
	if hashed {
		return count + ", hashed"
	}
	return count + ", without hashes"
}

// developmentTools have no business in production.
var developmentTools = []string{
	"pytest", "pytest-cov", "pytest-django", "pytest-asyncio", "pytest-mock", "coverage", "tox", "nox",
	"black", "ruff", "flake8", "pylint", "isort", "mypy", "pre-commit", "pip-tools", "ipdb", "django-debug-toolbar",
}

func (r *reader) warnOfTools(production requirementSet) {
	var found []string
	for _, p := range production.packages {
		if slices.Contains(developmentTools, p.name) {
			found = append(found, fmt.Sprintf("%s (%s)", p.name, p.place))
		}
	}
	if len(found) > 0 {
		r.warn("production installs development tools: %s; move them to the files of dev-requirements", strings.Join(found, ", "))
	}
}

// cleanPaths gives ./requirements.txt the name it has in an [io/fs.FS].
func cleanPaths(paths []string) []string {
	cleaned := make([]string, len(paths))
	for i, p := range paths {
		cleaned[i] = path.Clean(p)
	}
	return cleaned
}
