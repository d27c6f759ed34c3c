package scripts_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestVolumeIsGivenToTheUser(t *testing.T) {
	t.Parallel()
	const (
		at       = "volume-entrypoint: /mnt/data: "
		changing = at + "changing the owner to 10001:10001\n"
		own      = "volume-entrypoint --own 10001:10001 --volume /mnt/data -- "
	)
	for name, test := range map[string]struct {
		script string
		want   run
	}{
		"everything in it": {
			script: `
mkdir -p data/cache/pages; touch data/cache/page; ln -s page data/cache/link; mkfifo data/pipe; chown 7:8 data/pipe
` + own + `find data -printf '%U:%G %p\n' | sort`,
			want: run{
				Output: "10001:10001 data\n10001:10001 data/cache\n10001:10001 data/cache/link\n10001:10001 data/cache/page\n10001:10001 data/cache/pages\n10001:10001 data/pipe\n",
				Errors: changing + at + "6 changed, 0 left alone (several hard links, or a device file), 0 failed\n",
			},
		},
		"several volumes": {
			script: `
mkdir more
volume-entrypoint --own 10001:10001 --volume /mnt/data --volume /mnt/more -- stat -c '%u:%g %n' data more`,
			want: run{
				Output: "10001:10001 data\n10001:10001 more\n",
				Errors: changing + at + "1 changed, 0 left alone (several hard links, or a device file), 0 failed\n" +
					"volume-entrypoint: /mnt/more: changing the owner to 10001:10001\n" +
					"volume-entrypoint: /mnt/more: 1 changed, 0 left alone (several hard links, or a device file), 0 failed\n",
			},
		},
		"but not what a link leads to": {
			script: `
touch outside; mkdir folder; ln -s ../outside data/link; ln -s ../folder data/folder
` + own + `stat -c '%u:%g %n' outside folder data/link data/folder`,
			want: run{
				Output: "0:0 outside\n0:0 folder\n10001:10001 data/link\n10001:10001 data/folder\n",
				Errors: changing + at + "3 changed, 0 left alone (several hard links, or a device file), 0 failed\n",
			},
		},
		"but not a file with a name outside": {
			script: `
touch outside; ln outside data/name
` + own + `stat -c '%u:%g %n' outside`,
			want: run{Output: "0:0 outside\n", Errors: changing + at + "1 changed, 1 left alone (several hard links, or a device file), 0 failed\n"},
		},
		"but not a device": {
			script: `
mknod data/null c 1 3
` + own + `stat -c '%u:%g %n' data/null`,
			want: run{Output: "0:0 data/null\n", Errors: changing + at + "1 changed, 1 left alone (several hard links, or a device file), 0 failed\n"},
		},
		"but not what is mounted in it": {
			script: `
mkdir -p folder/sub data/folder; touch file data/file; mount --bind folder data/folder; mount --bind file data/file
` + own + `stat -c '%u:%g %n' data/folder data/folder/sub data/file`,
			want: run{
				Output: "0:0 data/folder\n0:0 data/folder/sub\n0:0 data/file\n",
				Errors: changing + at + "1 changed, 0 left alone (several hard links, or a device file), 0 failed\n",
			},
		},
		"but not a file of the user with another group": {
			script: `
chown 10001:10001 data; touch data/file; chown 10001:5 data/file
` + own + `stat -c '%u:%g %n' data/file`,
			want: run{Output: "10001:5 data/file\n"},
		},
		"but not when it is started as another user": {
			script: `
touch data/file; chown 10001:10001 data
as_10001 ` + own + `stat -c '%u:%g %n' data/file`,
			want: run{Output: "0:0 data/file\n"},
		},
		"as far as it can be": {
			script: `
touch data/mine "data/not
mine"; chown 10001:10001 data data/mine
setpriv --bounding-set -chown --inh-caps -chown ` + own + `echo started`,
			want: run{
				Output: "started\n",
				Errors: at + "0 changed, 0 left alone (several hard links, or a device file), 1 failed, the first /mnt/data/not?mine: Operation not permitted\n",
			},
		},
		"to the depth that a path can have": {
			script: `
touch data/file
name=$(printf %0250d 0); mkdir $name
for level in $(seq 20); do mv $name below; mkdir $name; mv below $name/$name; done
mv $name data/deep
` + own + `find data -maxdepth 1 -printf '%U:%G %p\n' | sort`,
			want: run{
				Output: "10001:10001 data\n10001:10001 data/deep\n10001:10001 data/file\n",
				Errors: changing + at + "19 changed, 0 left alone (several hard links, or a device file), 1 failed, the first DEEP: File name too long\n",
			},
		},
		"with more entries than files may be open": {
			script: `
cd data; seq 30 | xargs mkdir; cd ..
ulimit -n 20
` + own + `find data ! -user 10001`,
			want: run{Errors: changing + at + "31 changed, 0 left alone (several hard links, or a device file), 0 failed\n"},
		},
		"with more levels than files may be open": {
			script: `
mkdir -p data/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20
ulimit -Sn 20
` + own + `sh -c 'ulimit -Sn; find data ! -user 10001'`,
			want: run{
				Output: "20\n",
				Errors: changing + at + "21 changed, 0 left alone (several hard links, or a device file), 0 failed\n",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := runInNamespace(t, test.script)
			got.Errors = strings.ReplaceAll(got.Errors, "/mnt/data/deep"+strings.Repeat("/"+strings.Repeat("0", 250), 16), "DEEP")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("differs (-want +got):\n%s", diff)
			}
		})
	}
}

// A change of owner would set the time of an entry, even to the same owner.
func TestVolumeOfTheUserIsNotTouched(t *testing.T) {
	t.Parallel()
	got := runInNamespace(t, `
(cd data && seq 2000 | xargs touch); mkdir data/folder; ln -s 1 data/link; chown -hR 10001:10001 data
list() { find data -printf '%C@ %p\n'; }
list >before
volume-entrypoint --own 10001:10001 --volume /mnt/data
list >after
cmp before after
wc -l <after
`)
	if diff := cmp.Diff(run{Output: "2003\n"}, got); diff != "" {
		t.Errorf("differs (-want +got):\n%s", diff)
	}
}

// Who can put a link above a volume could have any folder given to the app.
func TestLinkInThePathOfAVolume(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ setUp, volume, link string }{
		"the volume itself": {"ln -s data link", "/mnt/link", "link"},
		"above it":          {"mkdir data/sub; ln -s data link", "/mnt/link/sub", "link"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := runInNamespace(t, test.setUp+`
volume-entrypoint --own 10001:10001 --volume `+test.volume+` -- echo started || status=$?
find data ! -user 0
exit $status
`)
			want := run{
				Errors: "volume-entrypoint: " + test.volume + " cannot be given to 10001:10001: " + test.link +
					" is a symbolic link; mount the volume at a path without links\n",
				Status: 78,
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("differs (-want +got):\n%s", diff)
			}
		})
	}
}
