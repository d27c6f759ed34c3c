package plan

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"dagger/python-pipeline/source"
)

var (
	staticApp  = regexp.MustCompile(`(?m)^[^#\n]*["']django\.contrib\.staticfiles["']`)
	staticRoot = regexp.MustCompile(`(?m)^[ \t]*(STATIC_ROOT)[ \t]*=[ \t]*[^ \t\n]`)
	// manifest is a storage of static files that renders no page without the files that
	// collectstatic made.
	manifest   = regexp.MustCompile(`(?m)^[^#\n]*\w*Manifest(?:StaticFiles)?Storage["']`)
	staticNone = regexp.MustCompile(`(?m)^[ \t]*STATIC_ROOT[ \t]*=[ \t]*(?:None|""|'')`)
)

// decideCollectstatic decides whether the build collects static files. Then the
// Procfile's web process does not do so again.
func (r *reader) decideCollectstatic() error {
	if err := r.readCollectstatic(); err != nil || !r.plan.Collectstatic {
		return err
	}
	if r.start.procfile {
		r.plan.Command = r.withoutCollectstatic("command", r.plan.Command)
	}
	return r.decideStaticInTests()
}

// decideStaticInTests decides whether the tests need the static files too. Tests that
// collect them need none before: collecting them takes seconds.
func (r *reader) decideStaticInTests() error {
	modules, err := r.djangoSettings()
	if err != nil {
		return err
	}
	at := slices.IndexFunc(modules, func(m settingsModule) bool { return manifest.MatchString(m.text) })
	if at < 0 {
		return nil
	}
	collect, err := r.testsCollect()
	if err == nil && !collect {
		r.plan.StaticInTests = true
		r.decide("static files", "collected for the tests too, whose pages need their manifest", modules[at].file)
	}
	return err
}

// testsCollect reports whether a test collects the static files.
func (r *reader) testsCollect() (collect bool, err error) {
	err = r.tree.Search(settingsDepth, func(file string) error {
		if collect || path.Ext(file) != ".py" || !source.LikeTest(file) {
			return nil
		}
		text, _, err := r.tree.Text(file)
		collect = strings.Contains(text, "collectstatic")
		return err
	})
	return collect, err
}

// readCollectstatic finds whether static files can be collected: where the settings
// have both the app that does it and the target folder.
func (r *reader) readCollectstatic() error {
	manage, set := r.plan.Manage, r.settings.Collectstatic
	switch {
	case manage == "" && (set == nil || *set):
		return r.missingManage(set != nil)
	case set != nil:
		r.plan.Collectstatic = *set
		r.decide("collectstatic", map[bool]string{true: "yes", false: "no"}[*set], key("collectstatic"))
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
	if app == "" || root == "" {
		r.decide("collectstatic", "no: the settings lack django.contrib.staticfiles or STATIC_ROOT", manage)
		return nil
	}
	r.plan.Collectstatic = true
	r.decide("collectstatic", "yes", fmt.Sprintf("%s, django.contrib.staticfiles in %s, STATIC_ROOT in %s", manage, app, root))
	return nil
}
