package standin

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Packages, paths, variables and the reference have the same major version.
func TestPostgresHasOneMajorVersion(t *testing.T) {
	t.Parallel()
	for major, image := range map[string]Image{"15": postgres("15", "bookworm"), "17": postgres("17", "trixie")} {
		if want := "postgres:" + major + "-" + image.Suite; image.Reference != want {
			t.Errorf("got %s, want %s", image.Reference, want)
		}
		if !slices.Contains(image.rootfs.Packages, "postgresql-"+major) {
			t.Errorf("%s: got the packages %v", image.Reference, image.rootfs.Packages)
		}
		if env := image.config.Env; !slices.Contains(env, "PG_MAJOR="+major) || !strings.HasSuffix(env[0], ":/usr/lib/postgresql/"+major+"/bin") {
			t.Errorf("%s: got the variables %v", image.Reference, env)
		}
		script := image.rootfs.Customize
		if !strings.Contains(script, "/usr/share/postgresql/"+major+"/postgresql.conf.sample") || strings.Contains(script, "@MAJOR@") {
			t.Errorf("%s: wrong script:\n%s", image.Reference, script)
		}
	}
}

// Another script writes the entrypoint, and must neither truncate nor expand
// it.
func TestPostgresEntrypointIsWrittenUnchanged(t *testing.T) {
	t.Parallel()
	_, rest, _ := strings.Cut(postgres("15", "bookworm").rootfs.Customize, "<<'END-OF-ENTRYPOINT'\n")
	if got, _, _ := strings.Cut(rest, "END-OF-ENTRYPOINT\n"); got != postgresEntrypoint {
		t.Errorf("got\n%s", got)
	}
}

// A start is the result of the entrypoint, run with programs that print how
// they were called.
type start struct {
	out, err string
	code     int
}

// fakes replace the programs that the entrypoint calls.
var fakes = map[string]string{
	"id":         "echo 999",
	"initdb":     `echo "initdb$(printf ' <%s>' "$@") reads $(cat)"`,
	"pg_isready": "exit 1",
	"postgres":   `echo "postgres $*"; case $* in *listen_addresses=*) tail -n 1 "$PGDATA/pg_hba.conf"; exit 1 ;; esac`,
}

// entrypoint runs the script in a new folder. In the variables CLUSTER is
// replaced by an existing cluster, and SECRET by a file with the text "secret".
func entrypoint(t *testing.T, variables []string, arguments ...string) start {
	t.Helper()
	folder := t.TempDir()
	files := map[string]string{"secret": "secret\n", "cluster/PG_VERSION": "15\n"}
	for name, script := range fakes {
		files["bin/"+name] = "#!/bin/sh\n" + script + "\n"
	}
	for name, content := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("bash", append([]string{"postgres-entrypoint.sh"}, arguments...)...)
	cmd.Env = []string{"PATH=" + filepath.Join(folder, "bin") + ":/usr/bin:/bin", "PG_MAJOR=none", "PGDATA=" + filepath.Join(folder, "data")}
	for _, variable := range variables {
		cmd.Env = append(cmd.Env, strings.NewReplacer("CLUSTER", filepath.Join(folder, "cluster"), "SECRET", filepath.Join(folder, "secret")).Replace(variable))
	}
	var out, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &stderr
	if err := cmd.Run(); cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return start{out: out.String(), err: strings.ReplaceAll(stderr.String(), folder, ""), code: cmd.ProcessState.ExitCode()}
}

func TestPostgresEntrypoint(t *testing.T) {
	t.Parallel()
	const name = "docker-entrypoint.sh: "
	for title, test := range map[string]struct {
		variables []string
		arguments []string
		want      start
	}{
		"no password": {
			arguments: []string{"postgres"},
			want: start{code: 1, err: name + "POSTGRES_PASSWORD: not set; " +
				"give the superuser a password, or allow access without one with POSTGRES_HOST_AUTH_METHOD=trust\n"},
		},
		"an empty password": {
			variables: []string{"POSTGRES_PASSWORD=", "POSTGRES_HOST_AUTH_METHOD=md5"},
			arguments: []string{"postgres"},
			want: start{code: 1, err: name + "POSTGRES_PASSWORD: not set; " +
				"give the superuser a password, or allow access without one with POSTGRES_HOST_AUTH_METHOD=trust\n"},
		},
		"a password twice": {
			variables: []string{"POSTGRES_PASSWORD=x", "POSTGRES_PASSWORD_FILE=SECRET"},
			arguments: []string{"postgres"},
			want:      start{code: 1, err: name + "POSTGRES_PASSWORD_FILE: POSTGRES_PASSWORD is set too; use one of them\n"},
		},
		"a file that does not exist": {
			variables: []string{"POSTGRES_USER_FILE=SECRET.gone"},
			arguments: []string{"postgres"},
			want:      start{code: 1, err: name + "POSTGRES_USER_FILE: /secret.gone cannot be read\n"},
		},
		"a server that ends at once": {
			variables: []string{"POSTGRES_PASSWORD_FILE=SECRET", "POSTGRES_USER=shop"},
			arguments: []string{"postgres", "-c", "fsync=of"},
			want: start{
				out: "initdb <--username=shop> <--pwfile=/dev/stdin> reads secret\n" +
					"postgres -c fsync=of -c listen_addresses= -c port=5432 -c unix_socket_directories=/var/run/postgresql\n" +
					"host all all all scram-sha-256\n",
				err:  name + "postgres: the server ended while it was set up; see above\n",
				code: 1,
			},
		},
		"no password is required": {
			variables: []string{"POSTGRES_HOST_AUTH_METHOD=trust", "POSTGRES_INITDB_ARGS=--locale='de DE' --data-checksums", "PGPORT=6000"},
			arguments: []string{"postgres"},
			want: start{
				out: "initdb <--username=postgres> <--locale=de DE> <--data-checksums> reads \n" +
					"postgres -c listen_addresses= -c port=6000 -c unix_socket_directories=/var/run/postgresql\n" +
					"host all all all trust\n",
				err:  name + "postgres: the server ended while it was set up; see above\n",
				code: 1,
			},
		},
		"an existing cluster needs no password": {
			variables: []string{"PGDATA=CLUSTER"},
			arguments: []string{"postgres", "-c", "fsync=off"},
			want:      start{out: "postgres -c fsync=off\n"},
		},
		"only options": {
			variables: []string{"PGDATA=CLUSTER"},
			arguments: []string{"-c", "work_mem=8 MB"},
			want:      start{out: "postgres -c work_mem=8 MB\n"},
		},
		"no argument": {
			variables: []string{"PGDATA=CLUSTER"},
			want:      start{out: "postgres \n"},
		},
		"a version query":  {arguments: []string{"postgres", "--version"}, want: start{out: "postgres --version\n"}},
		"another command":  {arguments: []string{"echo", "--", "a  b"}, want: start{out: "-- a  b\n"}},
		"a failed command": {arguments: []string{"sh", "-c", "exit 7"}, want: start{code: 7}},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			if got := entrypoint(t, test.variables, test.arguments...); got != test.want {
				t.Errorf("got  %+v\nwant %+v", got, test.want)
			}
		})
	}
}
