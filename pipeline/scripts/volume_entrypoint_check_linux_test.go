package scripts_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Who reads these messages has an app that does not start.
func TestVolumeThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	const (
		as10001   = "  process:  uid 10001, gid 10001, groups none\n"
		newVolume = `  Mount a new named volume; it gets the owner of the image's folder:
    docker run:  -v data:/mnt/data
    compose:     volumes: ["data:/mnt/data"] and at the top level volumes: {data: {}}
    Kubernetes:  securityContext: {runAsUser: 10001, runAsGroup: 10001, fsGroup: 10001}
  Or give the folder of the host to the user, on the host: chown -R 10001:10001 FOLDER
  (rootless: podman unshare chown ...)
`
		anyMount = `  Mount a volume there, or a folder in memory, which ends with the container:
    docker run:  -v data:/mnt/data, or --tmpfs /mnt/data:uid=10001,gid=10001
    compose:     volumes: ["data:/mnt/data"] and at the top level volumes: {data: {}}, or tmpfs: ["/mnt/data:uid=10001,gid=10001"]
    Kubernetes:  volumeMounts: [{name: data, mountPath: /mnt/data}] and volumes: [{name: data, emptyDir: {}}] or a claim
`
		writeAccess = `  Mount it without read-only:
    docker run:  remove :ro or readonly from the -v or --mount of /mnt/data
    compose:     remove :ro or read_only: true from the entry of /mnt/data in volumes
    Kubernetes:  remove readOnly: true from the entry of /mnt/data in volumeMounts, and from its volume
`
		check = "as_10001 volume-entrypoint --volume /mnt/data -- echo started"
	)
	for name, test := range map[string]struct{ script, want string }{
		"root's": {
			script: "mount -t ramfs none data; chmod 750 data; " + check,
			want: `volume-entrypoint: /mnt/data cannot be written: Permission denied
  folder:   owner 0, group 0, mode 0750
` + as10001 + `  mount:    bind mount or volume (ramfs) at /mnt/data
` + newVolume,
		},
		"another user's": {
			script: "chown 1000:100 data; setpriv --reuid 10001 --regid 10001 --groups 5,6 volume-entrypoint --volume /mnt/data",
			want: `volume-entrypoint: /mnt/data cannot be written: Permission denied
  folder:   owner 1000, group 100, mode 0755
  process:  uid 10001, gid 10001, groups 5 6
  mount:    tmpfs at /mnt
` + newVolume + `  Or start it as the folder's owner: docker run --user 1000:100
`,
		},
		"mounted read-only": {
			script: "chown 10001 data; mount --bind data data; mount -o remount,bind,ro data; " + check,
			want: `volume-entrypoint: /mnt/data cannot be written: Read-only file system
  folder:   owner 10001, group 0, mode 0755
` + as10001 + `  mount:    tmpfs at /mnt/data, read-only
` + writeAccess,
		},
		"root's, and mounted read-only": {
			script: "mount --bind data data; mount -o remount,bind,ro data; " + check,
			want: `volume-entrypoint: /mnt/data cannot be written: Permission denied
  folder:   owner 0, group 0, mode 0755
` + as10001 + `  mount:    tmpfs at /mnt/data, read-only
` + writeAccess,
		},
		"on a disk that has become read-only": {
			script: "mkdir disk; mount -t ramfs none disk; chown 10001 disk; mount --bind disk data; mount -o remount,ro disk; " + check,
			want: `volume-entrypoint: /mnt/data cannot be written: Read-only file system
  folder:   owner 10001, group 0, mode 0755
` + as10001 + `  mount:    bind mount or volume (ramfs) at /mnt/data, read-only
` + writeAccess,
		},
		"below a mount with blanks in its name": {
			script: `mkdir 'my \data'; mount -t ramfs none 'my \data'; rmdir data; mkdir 'my \data/sub'; ln -s 'my \data/sub' data; ` + check,
			want: `volume-entrypoint: /mnt/data cannot be written: Permission denied
  folder:   owner 0, group 0, mode 0755
` + as10001 + `  mount:    bind mount or volume (ramfs) at /mnt/my \data
` + newVolume,
		},
		"beside a mount whose name begins its own": {
			script: "mkdir dat; mount -t ramfs none dat; " + check,
			want: `volume-entrypoint: /mnt/data cannot be written: Permission denied
  folder:   owner 0, group 0, mode 0755
` + as10001 + `  mount:    tmpfs at /mnt
` + newVolume,
		},
		"on a mount that is older than the one above it": {
			script: `mkdir old; mount -t ramfs none old; mkdir young; mount -t tmpfs -o mode=755 none young; mkdir young/data
mount --move old young/data; rmdir data; ln -s young/data data; ` + check,
			want: `volume-entrypoint: /mnt/data cannot be written: Permission denied
  folder:   owner 0, group 0, mode 0755
` + as10001 + `  mount:    bind mount or volume (ramfs) at /mnt/young/data
` + newVolume,
		},
		"missing": {
			script: "rmdir data; " + check,
			want: `volume-entrypoint: /mnt/data cannot be written: No such file or directory
` + as10001 + `  mount:    tmpfs at /mnt
` + anyMount,
		},
		"a file": {
			script: "rmdir data; touch data; chown 10001:10001 data; " + check,
			want: `volume-entrypoint: /mnt/data cannot be written: Not a directory
  folder:   owner 10001, group 10001, mode 0644
` + as10001 + `  mount:    tmpfs at /mnt
` + anyMount,
		},
		"missing, where root would give it to the user": {
			script: "rmdir data; volume-entrypoint --own 10001:10001 --volume /mnt/data -- echo started",
			want: `volume-entrypoint: /mnt/data cannot be written: No such file or directory
  process:  uid 10001, gid 10001, groups 10001
  mount:    tmpfs at /mnt
` + anyMount,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := runInNamespace(t, test.script)
			if diff := cmp.Diff(run{Errors: test.want, Status: 78}, got); diff != "" {
				t.Errorf("differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEachVolumeThatCannotBeWrittenIsNamed(t *testing.T) {
	t.Parallel()
	got := runInNamespace(t, `
mkdir mine more; chown 10001 mine
as_10001 volume-entrypoint --volume /mnt/data --volume /mnt/mine --volume /mnt/more 2>said || status=$?
grep ^volume said
exit $status
`)
	want := run{
		Output: "volume-entrypoint: /mnt/data cannot be written: Permission denied\nvolume-entrypoint: /mnt/more cannot be written: Permission denied\n",
		Status: 78,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("differs (-want +got):\n%s", diff)
	}
}

func TestWritableVolumes(t *testing.T) {
	t.Parallel()
	for name, setUp := range map[string]string{
		"by its owner":     "chown 10001 data; chmod 700 data",
		"by its group":     "chgrp 10001 data; chmod 770 data",
		"by everyone":      "chmod 1777 data",
		"through a link":   "mkdir folder; chown 10001 folder; rmdir data; ln -s folder data",
		"as its own mount": "mount -t tmpfs -o uid=10001,gid=10001 none data",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := runInNamespace(t, setUp+"\nas_10001 volume-entrypoint --volume /mnt/data -- sh -c 'echo page >data/page; cat data/page'")
			if diff := cmp.Diff(run{Output: "page\n"}, got); diff != "" {
				t.Errorf("differs (-want +got):\n%s", diff)
			}
		})
	}
}

// An image may have no shell and no libraries, and is often started with a read-only root file system.
func TestImageWithNothingElse(t *testing.T) {
	t.Parallel()
	const image = "mkdir proc cache; mount --bind /proc proc; mount -o remount,bind,ro proc; mount -t ramfs none data; mount -o remount,ro /mnt; "
	for name, test := range map[string]struct {
		script string
		want   run
	}{
		"it gives a volume to the user, and starts itself": {
			script: "chroot . /bin/volume-entrypoint --own 10001:10001 --volume /data -- volume-entrypoint --volume /data",
			want: run{Errors: "volume-entrypoint: /data: changing the owner to 10001:10001\n" +
				"volume-entrypoint: /data: 1 changed, 0 left alone (several hard links, or a device file), 0 failed\n"},
		},
		"it checks the folder of an image that is read-only": {
			script: "chroot --groups=5 . /bin/volume-entrypoint --volume /cache",
			want: run{Errors: `volume-entrypoint: /cache cannot be written: Read-only file system
  folder:   owner 0, group 0, mode 0755
  process:  uid 0, gid 0, groups 5
  mount:    no mount: the image's own file system, read-only
  Mount a volume there, or a folder in memory, which ends with the container:
    docker run:  -v data:/cache, or --tmpfs /cache:uid=0,gid=0
    compose:     volumes: ["data:/cache"] and at the top level volumes: {data: {}}, or tmpfs: ["/cache:uid=0,gid=0"]
    Kubernetes:  volumeMounts: [{name: data, mountPath: /cache}] and volumes: [{name: data, emptyDir: {}}] or a claim
`, Status: 78},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, runInNamespace(t, image+test.script)); diff != "" {
				t.Errorf("differs (-want +got):\n%s", diff)
			}
		})
	}
}
