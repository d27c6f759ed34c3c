package program

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestKey(t *testing.T) {
	t.Parallel()
	for set, pattern := range map[*Set]string{
		&Dagger:   `^dagger-` + regexp.QuoteMeta(EngineVersion) + `-[0-9a-f]{12}$`,
		&MailHog:  `^mailhog-v1\.0\.1-[0-9a-f]{12}$`,
		&Trivy:    `^trivy-v0\.72\.0-[0-9a-f]{12}$`,
		&Registry: `^registry-[0-9a-f]{12}$`,
	} {
		key := set.Key("go1.26.1")
		if !regexp.MustCompile(pattern).MatchString(key) {
			t.Errorf("%s is not %s", key, pattern)
		}
		if again := set.Key("go1.26.1"); again != key {
			t.Errorf("got %s, then %s", key, again)
		}
		if other := set.Key("go1.26.2"); other == key {
			t.Errorf("%s does not depend on Go's version: a security update of Go would not reach the programs", key)
		}
		for name, change := range map[string]func(*Set){
			"linker flag":   func(s *Set) { s.ldflags += " -X main.debug=1" },
			"compiler flag": func(s *Set) { s.gcflags += " -N" },
			"variable":      func(s *Set) { s.env = append(s.env[:len(s.env):len(s.env)], "GOAMD64=v3") },
		} {
			changed := *set
			change(&changed)
			if changed.Key("go1.26.1") == key {
				t.Errorf("%s does not depend on the %s", key, name)
			}
		}
	}
}

func TestWriteSources(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		set  Set
		want []string
	}{
		{Dagger, []string{
			"dang/go.mod", "dang/pkg/dang/dang.go", "dang/pkg/hm/hm.go", "dang/pkg/introspection/introspection.go",
			"dang/pkg/ioctx/ioctx.go", "dang/pkg/querybuilder/querybuilder.go",
			"distconsts/distconsts.go", "distconsts/go.mod", "go.mod", "go.sum",
			"midterm/go.mod", "midterm/midterm.go", "patched/imported_blob.go",
			"tuist/go.mod", "tuist/teav1/go.mod", "tuist/teav1/teav1.go", "tuist/tuist.go",
		}},
		{MailHog, []string{"go.mod", "go.sum"}},
		{Registry, []string{"go.mod", "go.sum", "login.go", "main.go"}},
		{Trivy, []string{"go.mod", "go.sum"}},
	} {
		t.Run(test.set.name, func(t *testing.T) {
			t.Parallel()
			target := filepath.Join(t.TempDir(), "src")
			if err := test.set.writeSources(target); err != nil {
				t.Fatal(err)
			}
			var got []string
			err := fs.WalkDir(os.DirFS(target), ".", func(name string, entry fs.DirEntry, err error) error {
				if err == nil && !entry.IsDir() {
					got = append(got, name)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("files differ (-want +got):\n%s", diff)
			}
			module, err := os.ReadFile(filepath.Join(target, "go.mod"))
			if err != nil {
				t.Fatal(err)
			}
			embedded, err := sources.ReadFile(test.set.folder + "/go.mod.in")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(embedded), string(module)); diff != "" {
				t.Errorf("go.mod differs (-want +got):\n%s", diff)
			}
		})
	}
}

// Without a go.sum a proxy could serve any content for a module's dependencies.
func TestEveryModuleHasItsSums(t *testing.T) {
	t.Parallel()
	modules := 0
	err := fs.WalkDir(sources, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.Name() != "go.mod.in" {
			return err
		}
		modules++
		// Modules that replace others are built as part of a set.
		if strings.Count(path, "/") > 1 {
			return nil
		}
		sums, err := sources.ReadFile(strings.TrimSuffix(path, "go.mod.in") + "go.sum.in")
		if err != nil {
			t.Errorf("%s: %v", path, err)
		}
		if !strings.Contains(string(sums), " h1:") {
			t.Errorf("%s: its go.sum.in has no sums", path)
		}
		return nil
	})
	if err != nil || modules < 4 {
		t.Errorf("got %d modules, %v", modules, err)
	}
}

func TestBuildKeepsAnExistingFolder(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	// The set has no sources, so compiling it would fail.
	if err := (Set{name: "gone", folder: "_gone"}).Build(t.Context(), folder); err != nil {
		t.Error(err)
	}
	err := (Set{name: "gone", folder: "_gone"}).Build(t.Context(), filepath.Join(folder, "programs"))
	if err == nil || !strings.HasPrefix(err.Error(), "gone: ") {
		t.Errorf("got %v", err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("it left %v, %v", left, err)
	}
}

func TestCommand(t *testing.T) {
	t.Parallel()
	common := []string{"go", "build", "-mod=readonly", "-trimpath", "-buildvcs=false", "-ldflags"}
	for _, test := range []struct {
		set  Set
		want []string
	}{
		{Set{targets: []string{"."}, ldflags: "-s"}, append(common[:len(common):len(common)], "-s", "-o", "bin/", ".")},
		{
			Set{Long: true, targets: []string{"tool"}, ldflags: "-w", gcflags: "all=-l", env: []string{"GOEXPERIMENT=jsonv2"}},
			slices.Concat(lowPriority, common, []string{"-w", "-gcflags", "all=-l", "-o", "bin/", "tool"}),
		},
	} {
		cmd := test.set.command(t.Context(), "src", "bin")
		if diff := cmp.Diff(test.want, cmd.Args); diff != "" {
			t.Errorf("arguments differ (-want +got):\n%s", diff)
		}
		if cmd.Dir != "src" {
			t.Errorf("it runs in %s", cmd.Dir)
		}
		for _, variable := range append([]string{"CGO_ENABLED=0", "GOOS=linux", "GOFLAGS="}, test.set.env...) {
			if !slices.Contains(cmd.Env, variable) {
				t.Errorf("it runs without %s", variable)
			}
		}
	}
}
