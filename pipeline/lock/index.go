package lock

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"

	"dagger/python-pipeline/settings"
)

// Index is a package index that a lock names.
type Index struct {
	// Name is its name in the lock; "" for a format without names.
	Name string `json:"name" toml:"name"`
	// URL is its address, with the credentials of the lock.
	URL string `json:"url" toml:"url"`
}

// defaultSource is Pipenv's name for the public index, and the first part of the
// index's host; oldDomain is the rest of its former host, which leads to it still.
const (
	defaultSource = "pypi"
	oldDomain     = "python.org"
)

// isOwn reports whether the index is neither the public one nor one that a variable of
// the environment names.
func (i Index) isOwn() bool {
	if strings.HasPrefix(i.URL, "$") {
		return false
	}
	address, err := url.Parse(i.URL)
	if err != nil || i.Name != "" && i.Name != defaultSource {
		return true
	}
	rest, ok := strings.CutPrefix(address.Hostname(), defaultSource+".")
	return !ok || strings.Contains(rest, ".") && rest != oldDomain
}

// String returns the index without its credentials.
func (i Index) String() string {
	if i.Name == "" {
		return settings.WithoutCredentials(i.URL)
	}
	return fmt.Sprintf("%s (%s)", i.Name, settings.WithoutCredentials(i.URL))
}

// eachOnce returns the indexes that have an address, in their order.
func eachOnce(all []Index) []Index {
	var indexes []Index
	seen := map[Index]bool{}
	for _, index := range all {
		if index.URL != "" && !seen[index] {
			seen[index] = true
			indexes = append(indexes, index)
		}
	}
	return indexes
}

// UnusedIndexes describes the indexes that the lock names and that a build with the
// default index does not use: the lock decides on the packages, not on the index.
// It returns "" without such an index.
func (l *Lock) UnusedIndexes() string {
	var own []string
	for _, index := range l.Indexes {
		if index.isOwn() {
			own = append(own, index.String())
		}
	}
	if len(own) == 0 {
		return ""
	}
	return fmt.Sprintf("%s: its own source %s is not used, only the default index; name it in PIP_INDEX_URL or the key index-url, or in PIP_EXTRA_INDEX_URL or extra-index-urls if the default one is needed too; credentials belong in the variables", cmp.Or(l.IndexesFrom, l.File), strings.Join(own, ", "))
}
