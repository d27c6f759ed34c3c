package settings

import (
	"maps"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"dagger/python-pipeline/finding"
)

// check checks the values of the keys that the table sets. Their types are checked
// before.
func (s *Settings) check(p *problems, isSet func(key ...string) bool) {
	c := checker{problems: p, isSet: isSet}

	c.value("python", s.Python, pythonVersion)
	c.value("variant", s.Variant, oneOf(variants...))
	c.value("index-url", s.IndexURL, indexAddress)
	c.value("user", s.User, userName)
	c.value("version", s.Version, packageVersion)
	c.value("package", s.Package, relativePath)
	c.value("lock", s.Lock, relativePath)
	if isSet("lock") && isSet("requirements") {
		p.add(toml.Key{"lock"}, "lock and requirements both say what is installed; remove one")
	}
	c.value("stop-signal", s.StopSignal, oneOf(signals...))

	c.each("requirements", s.Requirements, relativePath)
	c.each("dev-requirements", s.DevRequirements, relativePath)
	c.each("groups", s.Groups, groupName)
	c.each("extras", s.Extras, groupName)
	c.each("dev-groups", s.DevGroups, groupName)
	c.each("extra-packages", s.ExtraPackages, pinnedPackage)
	c.each("extra-index-urls", s.ExtraIndexURLs, indexAddress)
	c.each("apt-build", s.AptBuild, debianPackage)
	c.each("apt-run", s.AptRun, debianPackage)
	c.each("apt-test", s.AptTest, debianPackage)
	c.each("include", s.Include, pattern)
	c.each("exclude", s.Exclude, pattern)
	c.each("writable", s.Writable, writableFolder)
	c.each("volumes", s.Volumes, volumeFolder)
	c.value("volume-mode", s.VolumeMode, oneOf(volumeModes...))

	c.variables("build-env", s.BuildEnv, nil)
	c.variables("env", s.Env, notSecret)
	c.variables("run-env", s.RunEnv, nil)
	c.variables("test-env", s.TestEnv, nil)
	c.config(s)

	c.command(s.Command, "command")
	c.command(s.TestCommand, "test-command")
	c.command(s.Release, "release")
	c.processes(s.Processes)
	c.smoke(s.Smoke)
	c.services(s.Services)
	c.port(s.Port)
	c.value("scan.severity", s.Scan.Severity, oneOf(finding.Severities...))
	c.value("scan.ignorefile", s.Scan.Ignorefile, relativePath)
}

type checker struct {
	*problems
	isSet func(key ...string) bool
}

// value checks the value of a key by a rule; "table.key" is a key of a table below.
func (c checker) value(name, value string, rule func(string) error) {
	key := strings.Split(name, ".")
	if !c.isSet(key...) {
		return
	}
	if err := rule(value); err != nil {
		c.add(key, "%s: %q %s", name, WithoutCredentials(value), err)
	}
}

func (c checker) each(name string, values []string, rule func(string) error) {
	for _, value := range values {
		c.value(name, value, rule)
	}
}

func (c checker) variables(key string, values map[string]string, rule func(name, value string) error) {
	for name, value := range values {
		err := variableName(name)
		if err == nil && rule != nil {
			err = rule(name, value)
		}
		if err != nil {
			c.add(toml.Key{key, name}, "%s: %q %s", key, name, err)
		}
	}
}

func (c checker) config(s *Settings) {
	files := map[string]string{} // by variable
	for _, file := range slices.Sorted(maps.Keys(s.Config)) {
		key, variable := toml.Key{"config", file}, s.Config[file]
		if err := relativePath(file); err != nil {
			c.add(key, "config: %q %s", file, err)
		}
		if err := variableName(variable); err != nil {
			c.add(key, "config: %q: %q %s", file, variable, err)
		}
		if other, ok := files[variable]; ok {
			c.add(key, "config: %q and %q both have the variable %s; give each its own", other, file, variable)
		}
		if _, ok := s.Env[variable]; ok {
			c.add(key, "config: %q: the variable %s is set by env too; remove it there", file, variable)
		}
		files[variable] = file
	}
}

func (c checker) command(command Command, key ...string) {
	if !c.isSet(key...) {
		return
	}
	if err := command.Check(); err != nil {
		c.add(key, "%s %s", strings.Join(key, "."), err)
	}
}

func (c checker) processes(processes map[string]Command) {
	for name, command := range processes {
		key := toml.Key{"processes", name}
		switch {
		case name == "web" || name == "release":
			c.add(key, "processes: %q is what the key %s says; remove one", name, map[string]string{"web": "command", "release": "release"}[name])
		case !processPattern.MatchString(name):
			c.add(key, "processes: %q is not a valid name of a process; use up to 32 of a-z, 0-9 and -, the first a letter", name)
		default:
			c.command(command, key...)
		}
	}
}

func (c checker) port(port *int) {
	switch {
	case port == nil || *port == 0:
	case *port < 0 || *port > 65535:
		c.add(toml.Key{"port"}, "port %d does not exist; it must be 0 for none, or 1024 to 65535", *port)
	case *port < 1024:
		c.add(toml.Key{"port"}, "port %d is open to root only, and the app does not run as root; choose one from 1024 on", *port)
	}
}
