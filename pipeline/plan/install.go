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
	if err := r.decideInstaller(); err != nil {
		return err
	}
	r.plan.LockKind = r.lock.kind
	r.decideLock()
	return r.lock.read(r)
}

func (r *reader) decideInstaller() error {
	installer, from := r.settings.Installer, r.given("installer")
	switch asked := r.options.Installer; asked {
	case "":
	case "uv", "pip":
		installer, from = asked, argument("installer")
	default:
		return fmt.Errorf(`installer %q: it must be "uv" or "pip"`, asked)
	}
	r.plan.Installer = installer
	r.decide("installer", installer, from)
	return nil
}

func (r *reader) installRequirements() error {
	name, declared := "requirements", r.settings.Requirements
	if r.settings.Lock != "" {
		name, declared = "lock", []string{r.settings.Lock}
	}
	production, err := r.chooseRequirements(name, declared, productionFiles)
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
	r.decide("requirements", production.summary(p.Hashed), r.requirementsFrom(name, declared, productionFiles))
	r.warnOfTools(production)

	development, err := r.chooseRequirements("dev-requirements", r.settings.DevRequirements, developmentFiles)
	if err != nil {
		return err
	}
	p.DevHashed, err = development.hashed()
	// uv takes a list in which only some have hashes, and checks those; a
	// development file on top of a hashed production file often is one.
	if err != nil && (p.Installer != "uv" || development.hashesAsked != nil) {
		return err
	}
	p.DevRequirements, p.DevInputs, p.DevPackages = development.files, development.inputs, development.listed()
	r.decide("dev-requirements", development.summary(p.DevHashed), r.requirementsFrom("dev-requirements", r.settings.DevRequirements, developmentFiles))
	r.production, r.development = production, development
	return nil
}

// chooseRequirements reads the files that the key names, or else the first of
// those that are customary.
func (r *reader) chooseRequirements(name string, declared, customary []string) (requirementSet, error) {
	if declared != nil {
		return r.readRequirements("pyproject.toml: [tool.python-pipeline]: "+name, cleanPaths(declared))
	}
	files := r.present(customary)
	return r.readRequirements("requirements", files[:min(1, len(files))])
}

// requirementsFrom is the From of a list of requirements files.
func (r *reader) requirementsFrom(name string, declared, customary []string) string {
	if declared != nil {
		return strings.Join(append(cleanPaths(declared), key(name)), ", ")
	}
	files := r.present(customary)
	if len(files) == 0 {
		return ""
	}
	if others := files[1:]; len(others) > 0 {
		return fmt.Sprintf("%s (%s is not read; name what to read in %s)", files[0], strings.Join(others, ", "), name)
	}
	return files[0]
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
