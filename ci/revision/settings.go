package revision

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// settings are those of git, by their names: all values that a name was given,
// in order.
type settings map[string][]string

// taken are the settings of a user and a repository that decide which files have
// changed. Not one of them names a program.
var taken = []string{
	"core.autocrlf", "core.eol", "core.checkstat", "core.excludesfile", "core.filemode",
	"core.ignorecase", "core.precomposeunicode", "core.symlinks", "core.trustctime",
}

// noRepository keeps git from looking for a repository where it starts.
const noRepository = "GIT_DIR=" + os.DevNull

// user reads the settings of the user and of this machine.
func user(ctx context.Context) (settings, error) {
	listed, err := git(ctx, os.TempDir(), "", []string{noRepository}, "config", "--null", "--list")
	all := settings{}
	all.add(listed)
	return all, err
}

// addRepository reads the configuration of a repository, which counts before
// what was read earlier. Git only parses the text: it neither does what it says,
// nor reads the files that it includes.
func (s settings) addRepository(ctx context.Context, repo *repository) error {
	for _, file := range []string{filepath.Join(repo.common, "config"), filepath.Join(repo.folder, "config.worktree")} {
		text, err := read(file, smallFile)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		listed, err := git(ctx, os.TempDir(), text+"\n", []string{noRepository}, "config", "--file", "-", "--no-includes", "--null", "--list")
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		s.add(listed)
	}
	return nil
}

// add takes over what `git config --null --list` printed.
func (s settings) add(listed string) {
	for entry := range strings.SplitSeq(listed, "\x00") {
		if entry == "" {
			continue // behind the last one
		}
		// A name alone means that it is on.
		name, value, found := strings.Cut(entry, "\n")
		if !found {
			value = "true"
		}
		s[name] = append(s[name], value)
	}
}

// last is the value that counts where a setting has one.
func (s settings) last(name string) string {
	if values := s[name]; len(values) > 0 {
		return values[len(values)-1]
	}
	return ""
}

// variables hand the settings that are taken to git by its environment.
func (s settings) variables() []string {
	var variables []string
	for _, name := range taken {
		if len(s[name]) == 0 {
			continue
		}
		number := len(variables) / 2
		variables = append(variables, fmt.Sprintf("GIT_CONFIG_KEY_%d=%s", number, name), fmt.Sprintf("GIT_CONFIG_VALUE_%d=%s", number, s.last(name)))
	}
	return append(variables, fmt.Sprintf("GIT_CONFIG_COUNT=%d", len(variables)/2))
}

// origin is the address of the remote of that name, with the abbreviations of
// the user and the repository written out.
func (s settings) origin() string {
	urls := s["remote.origin.url"]
	if len(urls) == 0 {
		return ""
	}
	address, longest := urls[0], 0
	for name, values := range s {
		base, is := strings.CutPrefix(name, "url.")
		base, ends := strings.CutSuffix(base, ".insteadof")
		for _, abbreviation := range values {
			if rest, begins := strings.CutPrefix(urls[0], abbreviation); is && ends && begins && len(abbreviation) > longest {
				address, longest = base+rest, len(abbreviation)
			}
		}
	}
	return address
}
