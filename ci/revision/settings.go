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

// settings are git's settings: all values of a name, in the order of the files.
type settings map[string][]string

// fileSettings are the settings of a user and a repository that decide which files
// have changed. None of them names a program.
var fileSettings = []string{
	"core.autocrlf", "core.eol", "core.checkstat", "core.excludesfile", "core.filemode",
	"core.ignorecase", "core.precomposeunicode", "core.symlinks", "core.trustctime",
}

// noRepository keeps git from looking for a repository where it starts.
const noRepository = "GIT_DIR=" + os.DevNull

// userSettings reads the settings of the user and of this machine.
func userSettings(ctx context.Context) (settings, error) {
	list, err := git(ctx, os.TempDir(), "", []string{noRepository}, "config", "--null", "--list")
	s := settings{}
	s.add(list)
	return s, err
}

// addRepository adds the settings of a repository, which override those that were read before. Git only parses the
// text: the settings have no effect on it, and it does not read files that the text includes.
func (s settings) addRepository(ctx context.Context, repo *repository) error {
	for _, file := range []string{filepath.Join(repo.common, "config"), filepath.Join(repo.folder, "config.worktree")} {
		text, err := readText(file, smallFile)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		list, err := git(ctx, os.TempDir(), text+"\n", []string{noRepository}, "config", "--file", "-", "--no-includes", "--null", "--list")
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		s.add(list)
	}
	return nil
}

// add adds the settings in the output of `git config --null --list`.
func (s settings) add(list string) {
	for entry := range strings.SplitSeq(list, "\x00") {
		if entry == "" {
			continue // after the last separator
		}
		// A name without a value means true.
		name, value, found := strings.Cut(entry, "\n")
		if !found {
			value = "true"
		}
		s[name] = append(s[name], value)
	}
}

// last returns the last value of a name, which overrides those before.
func (s settings) last(name string) string {
	if values := s[name]; len(values) > 0 {
		return values[len(values)-1]
	}
	return ""
}

// variables are the environment variables that give fileSettings to git.
func (s settings) variables() []string {
	var variables []string
	for _, name := range fileSettings {
		if len(s[name]) == 0 {
			continue
		}
		number := len(variables) / 2
		variables = append(variables, fmt.Sprintf("GIT_CONFIG_KEY_%d=%s", number, name), fmt.Sprintf("GIT_CONFIG_VALUE_%d=%s", number, s.last(name)))
	}
	return append(variables, fmt.Sprintf("GIT_CONFIG_COUNT=%d", len(variables)/2))
}

// origin returns the address of the remote "origin", with abbreviations (the settings url.BASE.insteadOf) replaced.
func (s settings) origin() string {
	urls := s["remote.origin.url"]
	if len(urls) == 0 {
		return ""
	}
	address, longest := urls[0], 0
	for name, values := range s {
		base, hasPrefix := strings.CutPrefix(name, "url.")
		base, hasSuffix := strings.CutSuffix(base, ".insteadof")
		for _, abbreviation := range values {
			if rest, matches := strings.CutPrefix(urls[0], abbreviation); hasPrefix && hasSuffix && matches && len(abbreviation) > longest {
				address, longest = base+rest, len(abbreviation)
			}
		}
	}
	return address
}
