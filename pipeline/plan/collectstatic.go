package plan

import (
	"errors"
	"fmt"
	"regexp"
)

var (
	staticApp  = regexp.MustCompile(`(?m)^[^#\n]*["']django\.contrib\.staticfiles["']`)
	staticRoot = regexp.MustCompile(`(?m)^[ \t]*(STATIC_ROOT)[ \t]*=[ \t]*[^ \t\n]`)
	staticNone = regexp.MustCompile(`(?m)^[ \t]*STATIC_ROOT[ \t]*=[ \t]*(?:None|""|'')`)
)

// decideCollectstatic tells whether the build gathers static files: where
// Django would know what to gather, and where to.
func (r *reader) decideCollectstatic() error {
	_, manage, err := r.managePy()
	if err != nil {
		return err
	}
	if asked := r.settings.Collectstatic; asked != nil {
		if *asked && manage == "" {
			return errors.New("pyproject.toml: [tool.python-pipeline]: collectstatic: the source has no manage.py of Django, which would do it; remove the key")
		}
		r.plan.Collectstatic = *asked
		r.decide("collectstatic", map[bool]string{true: "yes", false: "no"}[*asked], key("collectstatic"))
		return nil
	}
	if manage == "" {
		return nil
	}
	modules, err := r.djangoSettings()
	if err != nil {
		return err
	}
	var app, root string // files
	for _, m := range modules {
		if app == "" && staticApp.MatchString(m.text) {
			app = m.file
		}
		if root == "" && staticRoot.MatchString(m.text) && !staticNone.MatchString(m.text) {
			root = m.file
		}
	}
	switch {
	case app == "" || root == "":
		r.decide("collectstatic", "no: the settings have not both django.contrib.staticfiles and STATIC_ROOT", manage)
	default:
		r.plan.Collectstatic = true
		r.decide("collectstatic", "yes", fmt.Sprintf("%s, django.contrib.staticfiles in %s, STATIC_ROOT in %s", manage, app, root))
	}
	return nil
}
