package plan

import (
	"fmt"
	"regexp"
	"strings"

	"dagger/python-pipeline/settings"
)

// decideName decides the names of the app and of its user.
func (r *reader) decideName() error {
	declared, from := r.project.Project.Name, "[project] name in pyproject.toml"
	if declared == "" {
		declared, from = r.options.Name, "the source folder"
	}
	name := repositoryName(declared)
	if name == "" {
		name, from = "app", byDefault
	}
	value := name
	if from != byDefault && name != declared {
		value = fmt.Sprintf("%s (%q made valid)", name, declared)
	}
	r.plan.Name = name
	r.decide("name", value, from)

	r.plan.User, from = userName(name), "the name"
	if r.settings.User != "" {
		r.plan.User, from = r.settings.User, key("user")
	}
	r.plan.Home = "/home/" + r.plan.User
	r.decide("user", r.plan.User, from)
	return nil
}

var (
	invalidRun   = regexp.MustCompile(`[^a-z0-9._-]+`)
	separatorRun = regexp.MustCompile(`[._-]{2,}`)
)

const (
	maxName = 128 // a repository may have 255, with registry and folders
	maxUser = 32
)

// repositoryName makes a component of an image's repository: lower-case
// letters and digits in words that one separator joins.
func repositoryName(name string) string {
	name = invalidRun.ReplaceAllString(strings.ToLower(name), "-")
	name = strings.Trim(separatorRun.ReplaceAllString(name, "-"), "._-")
	if len(name) > maxName {
		name = strings.TrimRight(name[:maxName], "._-")
	}
	return name
}

// userName makes a Linux user's name of a repository's name. It avoids the users of
// Debian: an app may be called "backup".
func userName(name string) string {
	user := strings.ReplaceAll(name, ".", "-")
	if user[0] >= '0' && user[0] <= '9' {
		user = "app-" + user
	}
	if len(user) > maxUser {
		user = strings.TrimRight(user[:maxUser], "_-")
	}
	if settings.SystemUser(user) {
		user += "-app"
	}
	return user
}
