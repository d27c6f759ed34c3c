package plan

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
)

// settingsModuleVariable is the variable with Django's settings module.
const settingsModuleVariable = "DJANGO_SETTINGS_MODULE"

// warnOfSettings warns where manage.py, or everything, may run with development
// settings, and suggests production's. It is for the app to decide which ones to use.
func (r *reader) warnOfSettings() error {
	manage := r.plan.Manage
	if manage == "" || r.settings.Env[settingsModuleVariable] != "" {
		return nil
	}
	ofManage := settingsModules(r.manageText)
	server, ofServer, err := r.serverSettings()
	if err != nil || len(ofManage) == 0 || ofServer == "" {
		return err
	}
	if !slices.Contains(ofManage, ofServer) {
		if uses := r.usesOfManage(); uses != "" {
			r.warn("%s takes its settings from %s, but %s from %s: %s would run with the former; %s", manage, strings.Join(ofManage, " or "), server, ofServer, uses, setSettings(ofServer))
		}
		return nil
	}
	if production := r.productionBeside(ofServer); production != "" {
		r.warn("%s and %s take their settings from %s, though there is %s; if that is production's, %s", manage, server, ofServer, production, setSettings(production))
	}
	return nil
}

// setSettings is the advice how to run with the settings of production.
func setSettings(module string) string {
	return fmt.Sprintf(`write in pyproject.toml: [tool.python-pipeline] env = { %s = %q }, which holds for collectstatic, release and the app (build-env: for collectstatic alone), and in test-env those of the tests`, settingsModuleVariable, module)
}

// usesOfManage names the steps that would run with the settings of manage.py; "" where
// the table sets the settings of all of them.
func (r *reader) usesOfManage() string {
	_, build := r.settings.BuildEnv[settingsModuleVariable]
	_, run := r.settings.RunEnv[settingsModuleVariable]
	var uses []string
	if r.plan.Collectstatic && !build {
		uses = append(uses, "collectstatic")
	}
	if strings.Contains(r.plan.Release.String(), "manage.py") && !run {
		uses = append(uses, "release")
	}
	if len(uses) == 0 && !build && !run {
		uses = append(uses, "its commands")
	}
	return strings.Join(uses, " and ")
}

// serverSettings returns the wsgi.py or asgi.py of the app and the settings that it
// names. The file that the command starts comes first, then wsgi.py.
func (r *reader) serverSettings() (file, module string, err error) {
	var files []string
	err = r.tree.Search(settingsDepth, func(file string) error {
		if base := path.Base(file); (base == "wsgi.py" || base == "asgi.py") && !besideApp(path.Dir(file)) {
			files = append(files, file)
		}
		return nil
	})
	if err != nil {
		return "", "", err
	}
	rank := func(file string) int {
		switch {
		case strings.Contains(r.startLine(), r.moduleName(file)):
			return 0
		case path.Base(file) == "wsgi.py":
			return 1
		}
		return 2
	}
	slices.SortStableFunc(files, func(a, b string) int { return cmp.Compare(rank(a), rank(b)) })
	for _, file := range files {
		text, _, err := r.tree.Text(file)
		if err != nil {
			return "", "", err
		}
		if modules := settingsModules(text); len(modules) == 1 {
			return file, modules[0], nil
		}
	}
	return "", "", nil
}

// settingsModules lists the settings modules that a program names, each once.
func settingsModules(text string) []string {
	var modules []string
	for _, m := range settingsVariable.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(modules, m[1]) {
			modules = append(modules, m[1])
		}
	}
	return modules
}

// Customary names of the modules in a settings package.
var (
	developmentSettings = []string{"dev", "develop", "development", "local"}
	productionSettings  = []string{"production", "prod"}
)

// productionBeside returns the module of production's settings beside those of
// development; "" for any other settings.
func (r *reader) productionBeside(module string) string {
	dot := strings.LastIndex(module, ".")
	if !slices.Contains(developmentSettings, module[dot+1:]) {
		return ""
	}
	for _, name := range productionSettings {
		if beside := module[:dot+1] + name; r.hasModule(beside) {
			return beside
		}
	}
	return ""
}
