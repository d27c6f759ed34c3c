package plan

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"dagger/python-pipeline/scripts"
	"dagger/python-pipeline/settings"
)

// entryPoint is module:object, with extras, which are obsolete.
var entryPoint = regexp.MustCompile(`^([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*:\s*([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*)*)\s*(?:\[.*\])?$`)

// consoleScript starts the app by its only console script: by the launcher, where
// installing the app writes one, and else in the way that the launcher would.
func (r *reader) consoleScript() (start, error) {
	targets, table, err := r.consoleScripts()
	if err != nil || len(targets) != 1 {
		return start{}, err
	}
	for name, target := range targets {
		file, section, _ := strings.Cut(table, ": ")
		from := fmt.Sprintf("%s %s in %s", section, name, file)
		m := entryPoint.FindStringSubmatch(strings.TrimSpace(target))
		if m == nil {
			return start{}, fmt.Errorf(`%s: %s = %q is not a valid entry point; write it like "package.module:function"`, table, name, target)
		}
		if r.plan.InstallProject {
			return start{command: settings.Exec(name), from: from}, nil
		}
		module, object, rest := m[1], m[2], m[3]
		if !r.hasModule(module) {
			return start{}, fmt.Errorf("%s: %s: the source has no module %s, neither at its top nor in %s; write the start command in [tool.python-pipeline]: command", table, name, module, sourceFolder)
		}
		return start{command: settings.Exec("python", "-c", scripts.ConsoleScript(name, module, object, rest)), from: from}, nil
	}
	return start{}, nil
}

// consoleScripts returns the targets of the app's console scripts by their names, and
// the table that has them. Those of other files than [project] count only where the app
// is installed.
func (r *reader) consoleScripts() (targets map[string]string, table string, err error) {
	if len(r.project.Project.Scripts) > 0 {
		return r.project.Project.Scripts, "pyproject.toml: [project.scripts]", nil
	}
	if !r.plan.InstallProject {
		return nil, "", nil
	}
	if targets := r.poetryScripts(); len(targets) > 0 {
		return targets, "pyproject.toml: [tool.poetry.scripts]", nil
	}
	if targets := scriptsOf(r.setupCfg.Lines("options.entry_points", "console_scripts")); len(targets) > 0 {
		return targets, "setup.cfg: [options.entry_points]", nil
	}
	text, _, err := r.tree.Text("setup.py")
	return scriptsOf(scriptsInSetup(text)), "setup.py: console_scripts", err
}

// poetryScripts are the scripts of [tool.poetry.scripts] that are not files.
func (r *reader) poetryScripts() map[string]string {
	targets := map[string]string{}
	table, _ := r.project.tool("poetry", "scripts").(map[string]any)
	for name, value := range table {
		if detailed, is := value.(map[string]any); is {
			value = detailed["reference"]
			if detailed["type"] != "console" {
				value = detailed["callable"]
			}
		}
		if target, is := value.(string); is {
			targets[name] = target
		}
	}
	return targets
}

// scriptsOf splits lines such as "shop = shop.cli:main".
func scriptsOf(lines []string) map[string]string {
	targets := map[string]string{}
	for _, line := range lines {
		if name, target, found := strings.Cut(line, "="); found {
			targets[strings.TrimSpace(name)] = strings.TrimSpace(target)
		}
	}
	return targets
}

var (
	// setupScripts is the list of console scripts in setup.py, where it is a literal.
	setupScripts = regexp.MustCompile(`\bconsole_scripts["']?\s*[:=]\s*[\[(]([^\])]*)[\])]`)
	quotedScript = regexp.MustCompile(`["']\s*([\w.-]+\s*=\s*[\w.]+\s*:\s*[\w.]+)`)
)

func scriptsInSetup(text string) []string {
	var lines []string
	if m := setupScripts.FindStringSubmatch(text); m != nil {
		for _, script := range quotedScript.FindAllStringSubmatch(m[1], -1) {
			lines = append(lines, script[1])
		}
	}
	return lines
}

// severalConsoleScripts is the error of an installed app with several scripts, of which
// nothing says which one starts it.
func (r *reader) severalConsoleScripts() error {
	targets, table, err := r.consoleScripts()
	if err != nil || len(targets) < 2 || !r.plan.InstallProject {
		return err
	}
	names := slices.Sorted(maps.Keys(targets))
	return fmt.Errorf("start command: each of the scripts %s may start the app (%s); write in pyproject.toml: [tool.python-pipeline] command = [%q], or another of them", strings.Join(names, ", "), table, names[0])
}
