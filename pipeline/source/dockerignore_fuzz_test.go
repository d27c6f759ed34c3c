package source

import (
	"slices"
	"strings"
	"testing"

	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
)

// With any .dockerignore, a file is excluded exactly where Docker's own matcher
// excludes it.
func FuzzDockerignore(f *testing.F) {
	for _, seed := range []string{
		"", "*.md\n!LICENCE.md\n", "a\n!a/b\na*\n", "**/tests\n", "# only a comment\n", "[a-\n", "!\n", "**\n!app.py\n", "/\n", "..\n", "a/../..\n",
		"***/x\n", "a\\\n", "\xff\n", "\x00\n", strings.Repeat("*a", 100) + "\n", strings.Repeat("a/", 2000) + "\n", strings.Repeat("x\n", 1001),
	} {
		f.Add(seed)
	}
	names := []string{"app.py", "LICENCE.md", "a/b", "a/c", "a/d/c/d.md", "shop/tests/test_a.py", "x"}
	f.Fuzz(func(t *testing.T, text string) {
		files := map[string]string{".dockerignore": text}
		for _, name := range names {
			files[name] = ""
		}
		got, err := New(sourceOf(files)).Prod(Selection{Exclude: []string{}})
		if err != nil {
			return
		}
		patterns, err := ignorefile.ReadAll(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		reference, err := patternmatcher.New(patterns)
		if err != nil {
			t.Fatalf("accepted, but not by Docker: %v", err)
		}
		for _, name := range names {
			out, err := reference.MatchesOrParentMatches(name)
			if err != nil {
				t.Fatal(err)
			}
			if slices.Contains(got, name) == out {
				t.Errorf("%s ships: %t; excluded by Docker: %t", name, !out, out)
			}
		}
	})
}
