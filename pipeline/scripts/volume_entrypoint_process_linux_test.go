package scripts_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const rights = `grep -E '^(Uid|Gid|Groups|Cap...|NoNewPrivs):' /proc/self/status`

func TestAppHasNoPrivileges(t *testing.T) {
	t.Parallel()
	const none = `Uid:	10001	10001	10001	10001
Gid:	10002	10002	10002	10002
Groups:	10002
CapInh:	0000000000000000
CapPrm:	0000000000000000
CapEff:	0000000000000000
CapBnd:	0000000000000000
CapAmb:	0000000000000000
NoNewPrivs:	1
`
	for name, starter := range map[string]string{
		"root with all privileges":                         "",
		"root that cannot gain privileges":                 "setpriv --no-new-privs",
		"root with capabilities that a program inherits":   "setpriv --inh-caps +chown,+setuid --ambient-caps +chown,+setuid",
		"root whose capabilities a new user does not lose": "setpriv --securebits +no_setuid_fixup",
		"root with other groups":                           "setpriv --groups 4,5,6",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := runInNamespace(t, `
chown 10001 data
`+starter+` volume-entrypoint --own 10001:10002 --volume /mnt/data -- `+rights)
			got.Output = strings.ReplaceAll(got.Output, " \n", "\n")
			if diff := cmp.Diff(run{Output: none}, got); diff != "" {
				t.Errorf("differs (-want +got):\n%s", diff)
			}
		})
	}
}

// Without --own the image is one of an app that runs as root.
func TestRootWithoutOwnStaysRoot(t *testing.T) {
	t.Parallel()
	got := runInNamespace(t, `
`+rights+` >before
volume-entrypoint --volume /mnt/data -- `+rights+` | diff before -
grep Uid before
`)
	if diff := cmp.Diff(run{Output: "Uid:\t0\t0\t0\t0\n"}, got); diff != "" {
		t.Errorf("differs (-want +got):\n%s", diff)
	}
}

func TestAppIsStartedAsIfByItself(t *testing.T) {
	t.Parallel()
	got := runInNamespace(t, `
chown 10001:10001 data
cat >app <<'END'
pwd; env | sort; for argument; do echo "argument '$argument'"; done
grep -E '^Sig(Blk|Ign|Cgt)' /proc/self/status; ls /proc/self/fd
END
start() {
	(cd data && exec env -i --block-signal=USR1 --ignore-signal=HUP PATH="$PATH" BLANK='two words' EMPTY= "$@" sh /mnt/app 'two words' '' --volume '*')
}
start >before
start volume-entrypoint --own 10001:10001 --volume /mnt/data -- >after
diff before after
grep -e argument -e BLANK after
`)
	want := run{Output: "BLANK=two words\nargument 'two words'\nargument ''\nargument '--volume'\nargument '*'\n"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("differs (-want +got):\n%s", diff)
	}
}

// The app has to be the process that gets the container's signals.
func TestAppHasTheProgramsProcess(t *testing.T) {
	t.Parallel()
	got := runInNamespace(t, `
chown 10001:10001 data
sh -c 'echo $$; exec volume-entrypoint --own 10001:10001 --volume /mnt/data -- sh -c "echo \$\$"' | uniq -c | sed 's/ [0-9]*$//'
`)
	if want := "      2\n"; got.Output != want || got.Status != 0 {
		t.Errorf("got %+v, want the same number of a process twice", got)
	}
}

func TestExitStatus(t *testing.T) {
	t.Parallel()
	const usage = "; use: volume-entrypoint [--own UID:GID] --volume PATH ... [--] [COMMAND [ARGUMENT ...]]\n"
	for name, test := range map[string]struct {
		arguments string
		status    int
		says      string
	}{
		"no command":                       {"--volume /mnt/data", 0, ""},
		"no command after --":              {"--volume /mnt/data --", 0, ""},
		"a command without --":             {"--volume /mnt/data true", 0, ""},
		"the command's":                    {"--volume /mnt/data -- sh -c 'exit 7'", 7, ""},
		"a command that is missing":        {"--volume /mnt/data -- gunicorn", 127, "gunicorn cannot be started: No such file or directory\n"},
		"a command that is a folder":       {"--volume /mnt/data -- /mnt/data", 126, "/mnt/data cannot be started: Permission denied\n"},
		"no volume":                        {"--own 1:1", 64, "--volume: it is missing" + usage},
		"no arguments":                     {"", 64, "--volume: it is missing" + usage},
		"no path":                          {"--volume", 64, "--volume: its value is missing" + usage},
		"no owner":                         {"--volume /mnt/data --own", 64, "--own: its value is missing" + usage},
		"an option that there is not":      {"--volume /mnt/data --user 1:1", 64, "--user: not a valid option" + usage},
		"a relative path":                  {"--volume data", 64, "data: not the absolute path of a folder other than /" + usage},
		"the root folder":                  {"--volume /", 64, "/: not the absolute path of a folder other than /" + usage},
		"the root folder by another name":  {"--volume /mnt/..", 64, "/mnt/..: not the absolute path of a folder other than /" + usage},
		"a user without group":             {"--own 10001 --volume /mnt/data", 64, "10001: not a valid UID:GID of a user other than root" + usage},
		"a user by name":                   {"--own app:app --volume /mnt/data", 64, "app:app: not a valid UID:GID of a user other than root" + usage},
		"more than a group":                {"--own 1:1x --volume /mnt/data", 64, "1:1x: not a valid UID:GID of a user other than root" + usage},
		"a negative number":                {"--own 1:-1 --volume /mnt/data", 64, "1:-1: not a valid UID:GID of a user other than root" + usage},
		"root":                             {"--own 0:1 --volume /mnt/data", 64, "0:1: not a valid UID:GID of a user other than root" + usage},
		"the number that changes no user":  {"--own 4294967295:1 --volume /mnt/data", 64, "4294967295:1: not a valid UID:GID of a user other than root" + usage},
		"the number that changes no group": {"--own 1:4294967295 --volume /mnt/data", 64, "1:4294967295: not a valid UID:GID of a user other than root" + usage},
		"a number with 33 bits":            {"--own 4294967297:1 --volume /mnt/data", 64, "4294967297:1: not a valid UID:GID of a user other than root" + usage},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := runInNamespace(t, "exec volume-entrypoint "+test.arguments)
			want := run{Status: test.status}
			if test.says != "" {
				want.Errors = "volume-entrypoint: " + test.says
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestUserThatCannotBeChangedTo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ starter, cause, advice string }{
		"no capabilities": {"setpriv --bounding-set -all --inh-caps -all", "Operation not permitted", `  The container lacks a capability for that. Allow what the change of owner and user needs:
    docker run:  --cap-add CHOWN --cap-add DAC_READ_SEARCH --cap-add SETUID --cap-add SETGID
    compose:     cap_add: [CHOWN, DAC_READ_SEARCH, SETUID, SETGID]
    Kubernetes:  securityContext: {capabilities: {add: [CHOWN, DAC_READ_SEARCH, SETUID, SETGID]}}
  Or start it as that user, which changes no owner:
    docker run:  --user 10001:10002
    compose:     user: "10001:10002"
    Kubernetes:  securityContext: {runAsUser: 10001, runAsGroup: 10002}
`},
		"a user namespace without the user": {"unshare --user --map-root-user", "Invalid argument", `  The container's user namespace does not have these numbers. Add them to it in /etc/subuid and
  /etc/subgid on the host, or by podman run --uidmap and --gidmap.
`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := runInNamespace(t, `
chown 10001 data
`+test.starter+` volume-entrypoint --own 10001:10002 --volume /mnt/data -- echo started`)
			said, its := strings.CutSuffix(got.Errors, "volume-entrypoint: the app cannot be started as 10001:10002: "+test.cause+"\n"+test.advice)
			if got.Output != "" || got.Status != 78 || !its {
				t.Errorf("it said %s, and came to %+v", said, got)
			}
		})
	}
}
