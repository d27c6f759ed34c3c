package plan

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

// testDepth is how many folders deep test files are searched for.
const testDepth = 8

// unittest runs the files that unittest would discover. A file with pytest's tests
// does not count: unittest would find no test in it, and pass.
func (r *reader) unittest() (Tests, string, error) {
	var first, foreignTest string
	starts := map[string]bool{}
	err := r.tree.Search(testDepth, func(file string) error {
		base := path.Base(file)
		if ok, err := path.Match("test*.py", base); !ok || err != nil {
			return err
		}
		text, _, err := r.tree.Text(file)
		if err != nil {
			return err
		}
		switch {
		case strings.Contains(text, "TestCase"):
			starts[r.importRoot(path.Dir(file))] = true
			if first == "" {
				first = file
			}
		case foreignTest == "" && strings.Contains(text, "def test"):
			foreignTest = file
		}
		return nil
	})
	if err != nil {
		return Tests{}, "", err
	}
	if len(starts) == 0 {
		if foreignTest != "" {
			where, err := r.whereToAddPytest()
			if err != nil {
				return Tests{}, "", err
			}
			r.warn("%s has tests, but pytest, which would run them, is not in the requirements; %s", foreignTest, where)
		}
		return Tests{}, "", nil
	}
	args := []string{"python", "-m", "unittest", "discover"}
	folders := slices.Sorted(maps.Keys(starts))
	if len(folders) > 1 {
		return Tests{}, "", fmt.Errorf("tests: unittest files are below several folders (%s), and unittest discovers only one; make packages of them with __init__.py, or set test-command", strings.Join(folders, ", "))
	}
	if folders[0] != "." {
		args = append(args, "-s", folders[0])
	}
	return Tests{Runner: RunnerUnittest, Args: args}, first, nil
}

// importRoot returns the folder from which unittest discovers the files of folder: the
// nearest one upwards that is not a package.
func (r *reader) importRoot(folder string) string {
	for folder != "." && r.tree.Exists(path.Join(folder, "__init__.py")) {
		folder = path.Dir(folder)
	}
	return folder
}
