package plan

import (
	"fmt"
	"net/url"
	"strings"

	"dagger/python-pipeline/settings"
)

// lockSource is a package index that a Pipfile.lock names.
type lockSource struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

// defaultSource is what Pipenv calls the public index in the Pipfile that it
// makes; the index's host is called so too.
const defaultSource = "pypi"

// own tells that it is neither the public index nor one that the environment
// names.
func (s lockSource) own() bool {
	if strings.HasPrefix(s.URL, "$") {
		return false
	}
	address, err := url.Parse(s.URL)
	if err != nil || s.Name != defaultSource {
		return true
	}
	rest, ok := strings.CutPrefix(address.Hostname(), defaultSource+".")
	return !ok || strings.Contains(rest, ".")
}

// String is the source without credentials.
func (s lockSource) String() string {
	return fmt.Sprintf("%s (%s)", s.Name, settings.WithoutCredentials(s.URL))
}

// warnOfSources names the indexes of a Pipfile.lock that nobody is going to ask:
// the lock says what is installed, not from where.
func (r *reader) warnOfSources(sources []lockSource) {
	if r.options.Index || r.settings.IndexURL != "" || len(r.settings.ExtraIndexURLs) > 0 {
		return
	}
	var own []string
	for _, source := range sources {
		if source.own() {
			own = append(own, source.String())
		}
	}
	if len(own) > 0 {
		r.warn("%s: its own source %s is not asked, only the default index; name it in PIP_INDEX_URL or the key index-url, or in PIP_EXTRA_INDEX_URL or extra-index-urls if the default one is asked too; credentials belong in the variables", pipfileLock, strings.Join(own, ", "))
	}
}
