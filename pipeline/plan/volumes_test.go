package plan

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestVolumes(t *testing.T) {
	t.Parallel()
	const entrypoint = "/usr/local/bin/volume-entrypoint"
	for name, test := range map[string]struct {
		table   string
		volumes []string
		user    string   // with which the image starts
		runsAs  int      // the number of the app's user
		start   []string // of the command
		warning string
	}{
		"none": {"", nil, "10001:10001", 10001, nil, ""},
		"owned by default": {`volumes = ["/files/", "/data"]`, []string{"/data", "/files"}, "10001:10001", 10001,
			[]string{entrypoint, "--volume", "/data", "--volume", "/files", "--"}, ""},
		"owned, below the home": {`volumes = ["~/data"]`, []string{"/home/shop/data"}, "10001:10001", 10001,
			[]string{entrypoint, "--volume", "/home/shop/data", "--"}, ""},
		"entrypoint": {"volumes = [\"/data\"]\nvolume-mode = \"entrypoint\"", []string{"/data"}, "0:0", 10001,
			[]string{entrypoint, "--own", "10001:10001", "--volume", "/data", "--"}, "the image starts as root and changes to user 10001"},
		"root": {"volumes = [\"/data\"]\nvolume-mode = \"root\"", []string{"/data"}, "0:0", 0,
			[]string{entrypoint, "--volume", "/data", "--"}, "the app runs as root"},
		"without a volume": {"volumes = [\"~/data\", \"/home/shop/logs\"]\nvolume-mode = \"none\"", []string{"/home/shop/data", "/home/shop/logs"},
			"10001:10001", 10001, []string{entrypoint, "--volume", "/home/shop/data", "--volume", "/home/shop/logs", "--"}, ""},
		"a mode alone": {`volume-mode = "root"`, nil, "10001:10001", 10001, nil, "volume-mode has no effect without volumes"},
		"another user's home": {"user = \"web\"\nvolumes = [\"~/data\"]", []string{"/home/web/data"}, "10001:10001", 10001,
			[]string{entrypoint, "--volume", "/home/web/data", "--"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := read(t, app(files{"": test.table}))
			if diff := cmp.Diff(test.volumes, p.Volumes); diff != "" {
				t.Errorf("volumes differ (-want +got):\n%s", diff)
			}
			if p.ImageUser() != test.user || p.RunsAs() != test.runsAs {
				t.Errorf("it starts as %s and runs as %d, want %s and %d", p.ImageUser(), p.RunsAs(), test.user, test.runsAs)
			}
			if diff := cmp.Diff(test.start, p.Start(nil)); diff != "" {
				t.Errorf("the beginning of the command differs (-want +got):\n%s", diff)
			}
			// Without tests there is another warning.
			if warnings := strings.Join(p.Warnings, "\n"); !strings.Contains(warnings, test.warning) || (len(p.Warnings) > 1) != (test.warning != "") {
				t.Errorf("warnings %q, want %q", warnings, test.warning)
			}
		})
	}
}

// The caller's volumes replace the app's.
func TestVolumesOfTheCaller(t *testing.T) {
	t.Parallel()
	source := app(files{"": "volumes = [\"/data\"]\nvolume-mode = \"root\""}).fs()
	p, err := Read(source, Options{Name: "shop", Volumes: VolumeOptions{Paths: []string{"/files"}}})
	if err != nil {
		t.Fatal(err)
	}
	if got := decision(p, "volumes"); !strings.HasPrefix(got, "/files: owned") || !strings.HasSuffix(got, "| the argument volumes") {
		t.Errorf("got %q", got)
	}
	for want, volumes := range map[string]VolumeOptions{
		`volumes: "/etc/shop" is or lies in /etc`:    {Paths: []string{"/etc/shop"}},
		`volumes: "own" is not a valid value`:        {Paths: []string{"/files"}, Mode: "own"},
		`volumes: "/home/shop/" is the user's whole`: {Paths: []string{"/home/shop/"}},
		`volumes: "/data" is not below the user's home, where the folders of volume-mode "none" are; write "~/data"`: {Paths: []string{"/data"}, Mode: "none"},
	} {
		if _, err := Read(source, Options{Name: "shop", Volumes: volumes}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// The base has the folders outside of the app's own, and the source those inside.
func TestFoldersOfTheUser(t *testing.T) {
	t.Parallel()
	p := read(t, app(files{"": `volumes = ["/data", "/app/media", "~/cache"]` + "\n" + `writable = ["tmp", "/var/lib/shop/"]`}))
	if diff := cmp.Diff([]string{"/home/shop", "/data", "/home/shop/cache", "/var/lib/shop"}, p.UserFolders()); diff != "" {
		t.Errorf("folders of the user (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"/app/media", "/app/tmp"}, p.AppFolders()); diff != "" {
		t.Errorf("folders in the app (-want +got):\n%s", diff)
	}
}
