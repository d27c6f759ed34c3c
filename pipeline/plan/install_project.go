package plan

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dagger/python-pipeline/lock"
)

// decideInstallProject decides whether the app itself is a package to install.
func (r *reader) decideInstallProject() error {
	declared, err := r.declaredPackage()
	if err != nil {
		return err
	}
	own := r.ownLocal()
	set := r.settings.InstallProject
	install, from := false, ""
	switch {
	case set != nil && *set && declared == "" && r.project.Project.Name == "":
		return errors.New("pyproject.toml: [tool.python-pipeline]: install-project: nothing describes a package; add [project] with a name, and [build-system], or remove the key")
	case set != nil && !*set && own != nil && r.format.Kind == lock.Project:
		return own.Errorf("only the app's wheel says which packages it needs, but install-project = false in [tool.python-pipeline]; remove the key, or list the packages in requirements.txt")
	case set != nil && !*set && own != nil:
		return own.Errorf("this installs the app itself, but install-project = false in [tool.python-pipeline]; remove one")
	case set != nil:
		install, from = *set, key("install-project")
	case own != nil:
		install, from = true, own.Place.String()
	case declared == "":
		return nil
	default:
		if install, from, err = r.isPackage(declared); err != nil {
			return err
		}
	}
	r.plan.InstallProject = install
	r.decide("install-project", map[bool]string{true: "yes: as a wheel, beside its source", false: "no"}[install], from)
	return nil
}

// ownLocal returns the requirement that is the app's own folder; nil for none.
func (r *reader) ownLocal() *lock.Local {
	for _, locals := range [][]lock.Local{r.plan.Locals, r.plan.DevLocals} {
		if i := slices.IndexFunc(locals, r.isOwn); i >= 0 {
			return &locals[i]
		}
	}
	return nil
}

// isOwn reports whether a requirement is the app's own folder.
func (r *reader) isOwn(l lock.Local) bool {
	return l.Repository == "" && l.Folder == r.plan.OwnFolder()
}

// describesSetup reports whether setup.py or setup.cfg may describe a package.
func (r *reader) describesSetup() bool { return r.setupCfg.IsPackage() || r.tree.Exists("setup.py") }

var setupCall = regexp.MustCompile(`(?m)^[^#\n]*\bsetup\s*\(`)

// declaredPackage returns what says that the app is a package; "" for nothing.
func (r *reader) declaredPackage() (string, error) {
	switch {
	case r.project.BuildSystem != nil:
		return "[build-system] in pyproject.toml", nil
	case r.project.tool("uv", "package") == true:
		return "package in [tool.uv] of pyproject.toml", nil
	case r.project.tool("pdm", "distribution") == true:
		return "distribution in [tool.pdm] of pyproject.toml", nil
	}
	text, _, err := r.tree.Text("setup.py")
	switch {
	case err != nil:
		return "", err
	case setupCall.MatchString(text):
		return "setup.py", nil
	case r.setupCfg.IsPackage():
		return "setup.cfg", nil
	}
	return "", nil
}

// isPackage decides on an app that is declared to be a package: its tool may say that it
// is none, and its build backend may find nothing to build. The latter is a warning,
// since the app may have been meant to be installed.
func (r *reader) isPackage(declared string) (bool, string, error) {
	for _, says := range []struct{ table, key string }{{"uv", "package"}, {"poetry", "package-mode"}, {"pdm", "distribution"}} {
		if r.project.tool(says.table, says.key) == false {
			return false, fmt.Sprintf("%s = false in [tool.%s] of pyproject.toml", says.key, says.table), nil
		}
	}
	missing, err := r.missingForWheel()
	if err != nil || missing == "" {
		return true, declared, err
	}
	r.warn("the app is not installed, although there is %s: %s; or write install-project = false in [tool.python-pipeline] if it is only started, not installed", declared, missing)
	return false, strings.SplitN(missing, ";", 2)[0], nil
}
