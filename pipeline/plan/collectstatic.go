package plan

import (
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
	manage, _, err := r.manageFile()
	if err != nil {
		return err
	}
	r.plan.Manage = manage
	asked := r.settings.Collectstatic
	switch {
	case manage == "" && (asked == nil || *asked):
		return r.withoutManage(asked != nil)
	case asked != nil:
		r.plan.Collectstatic = *asked
		r.decide("collectstatic", map[bool]string{true: "yes", false: "no"}[*asked], key("collectstatic"))
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
