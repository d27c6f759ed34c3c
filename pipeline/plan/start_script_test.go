package plan

import (
	"os/exec"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/scripts"
	"dagger/python-pipeline/settings"
)

// started is an app with these files, some of which are executable.
func started(source files, executable ...string) fstest.MapFS {
	all := tested(app(source)).fs()
	for _, name := range executable {
		all[name].Mode = 0o755
	}
	return all
}

func TestStartScripts(t *testing.T) {
	t.Parallel()
	const script = "bin/serve"
	windows := files{script: "#!/bin/sh\r\nexec gunicorn app:app\r\n"}
	unix := files{script: "#!/bin/sh\nexec gunicorn app:app\n"}
	for _, test := range []struct {
		name, procfile, table string
		more                  files
		executable            bool
		want                  string // "" for a plan
	}{
		{"a script", "web: ./bin/serve", "", unix, true, ""},
		{"a script of a shell", "web: sh -e bin/serve", "", unix, false, ""},
		{"in another folder", "web: cd bin && ./serve", "", unix, true, ""},
		{"lines of Windows", "web: ./bin/serve", "", windows, true,
			`bin/serve: web in Procfile starts it, but its lines end as on Windows (CR LF), so Linux would look for a program "/bin/sh\r"; run sed -i 's/\r$//' bin/serve, and add the line "* text=auto eol=lf" to .gitattributes so that Git keeps them so`},
		{"lines of Windows, for a shell", "", `command = ["bash", "bin/serve"]`, windows, false,
			`bin/serve: the key "command" starts it, but its lines end as on Windows (CR LF), so Linux would take the end of each line for a part of it; run sed`},
		{"lines of Windows, before the server", "web: gunicorn app:app\nrelease: cd bin && ./serve && true", "", windows, true, "bin/serve: release in Procfile starts it, but its lines end as on Windows"},
		{"lines of Windows, for Python", "web: python bin/serve", "", windows, false, ""},
		{"not executable", "web: bin/serve", "", unix, false,
			"bin/serve: web in Procfile starts it, but it is not executable; run chmod +x bin/serve (in Git: git update-index --chmod=+x bin/serve), or start it by its interpreter, such as sh bin/serve"},
		{"missing", "web: ./bin/start", "", unix, true, "web in Procfile starts bin/start, and the source has no such file; correct its path, which is relative to the app's folder"},
		{"missing, for Python", "", `command = "python start.py"`, nil, false, `the key "command" starts start.py, and the source has no such file`},
		{"a program of the image", "web: /venv/bin/gunicorn app:app", "", nil, false, ""},
		{"where only the shell knows", "web: cd $HOME && ./serve", "", nil, false, ""},
		{"a folder with a program", "web: python shop", "", files{"shop/__main__.py": ""}, false, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			source := files{"Procfile": test.procfile + "\n", "": test.table}
			for name, text := range test.more {
				source[name] = text
			}
			var executable []string
			if test.executable {
				executable = []string{script}
			}
			_, err := Read(started(source, executable...), Options{Name: "shop"})
			switch {
			case test.want == "" && err != nil:
				t.Error(err)
			case test.want != "" && (err == nil || !strings.HasPrefix(err.Error(), test.want)):
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}

// A script that starts waitress becomes part of the command, with its own arguments.
func TestScriptWithWaitressStops(t *testing.T) {
	t.Parallel()
	const script = "#!/bin/sh -e\necho \"$0: it's $1\"\nexec waitress-serve --port=9000 app:app\n"
	changed := strings.Replace(script, "waitress-serve", "python -c '"+scripts.Waitress+"'", 1)
	quoted := "'" + strings.ReplaceAll(changed, "'", `'\''`) + "'"
	for _, test := range []struct {
		name, procfile, table string
		want                  settings.Command
	}{
		{"by itself", "web: A=1 ./bin/serve one", "", settings.Shell("A=1 '/bin/sh' '-e' '-c' " + quoted + " './bin/serve' one")},
		{"of a shell", "web: cd bin && bash serve one", "", settings.Shell("cd bin && 'bash' '-c' " + quoted + " 'serve' one")},
		{"in a list", "", `command = ["env", "A=1", "bin/serve", "one"]`, settings.Exec("env", "A=1", "/bin/sh", "-e", "-c", changed, "bin/serve", "one")},
	} {
		plan, err := Read(started(files{"Procfile": test.procfile, "": test.table, "bin/serve": script}, "bin/serve"), Options{Name: "shop"})
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if diff := cmp.Diff(test.want, plan.Command); diff != "" {
			t.Errorf("%s: command differs (-want +got):\n%s", test.name, diff)
		}
		args := plan.Command.Args()
		for i := range args {
			args[i] = strings.ReplaceAll(strings.ReplaceAll(args[i], "exec python", "exec true"), "cd bin && ", "")
		}
		if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil || !strings.HasSuffix(string(out), "serve: it's one\n") {
			t.Errorf("%s: it prints %q, %v", test.name, out, err)
		}
	}
}
