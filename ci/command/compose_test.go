package command

import (
	"bytes"
	"strings"
	"testing"

	"python-pipeline/ci/apptest"
)

// composed carries out `compose` and returns what it prints. Not parallel: the environment and the working folder are the
// process's.
func composed(t *testing.T, variables map[string]string, arguments ...string) ([]byte, error) {
	t.Helper()
	for _, name := range []string{"PIPELINE_REGISTRY", "PIPELINE_TAGS"} {
		t.Setenv(name, variables[name])
	}
	var output bytes.Buffer
	root := new(program).commands()
	root.SetOut(&output)
	root.SetArgs(append([]string{"compose"}, arguments...))
	err := root.ExecuteContext(t.Context())
	return output.Bytes(), err
}

// shopFiles are an app with a database.
func shopFiles() map[string]string {
	return map[string]string{
		"shop/pyproject.toml": "[tool.python-pipeline]\nrelease = \"python migrate.py\"\nservices = { postgres = {} }\n[tool.python-pipeline.run-env]\nSECRET_KEY = \"of-a-run\"\n",
		"shop/app.py":         "print(1)\n", "shop/migrate.py": "print(1)\n", "shop/requirements.txt": "",
	}
}

func TestCompose(t *testing.T) {
	inRepositoryWith(t, shopFiles())
	file, err := composed(t, nil, "shop")
	if err != nil {
		t.Fatal(err)
	}
	project := apptest.LoadCompose(t, file, map[string]string{"POSTGRES_PASSWORD": "pw", "SECRET_KEY": "key"})
	shop := project.Services["shop"]
	if len(project.Services) != 3 || *shop.Environment["SECRET_KEY"] != "key" || *shop.Environment["DATABASE_URL"] != "postgresql://postgres:pw@postgres:5432/app" {
		t.Errorf("got %+v", project.Services)
	}
	if strings.Contains(string(file), "of-a-run") {
		t.Errorf("the file has a secret:\n%s", file)
	}
}

func TestImageOfCompose(t *testing.T) {
	inRepositoryWith(t, shopFiles())
	for name, test := range map[string]struct {
		variables map[string]string
		arguments []string
		want      string
	}{
		"as build loads it":     {want: "shop:latest"},
		"where it is published": {variables: map[string]string{"PIPELINE_REGISTRY": "ghcr.io/Acme", "PIPELINE_TAGS": "1.2.3,1.2"}, want: "ghcr.io/acme/shop:1.2.3"},
		"tags without registry": {variables: map[string]string{"PIPELINE_TAGS": "1.2.3"}, want: "shop:latest"},
		"another one":           {variables: map[string]string{"PIPELINE_REGISTRY": "ghcr.io/acme"}, arguments: []string{"--image=example.org/shop@sha256:" + strings.Repeat("0", 64)}, want: "example.org/shop@sha256:" + strings.Repeat("0", 64)},
	} {
		t.Run(name, func(t *testing.T) {
			file, err := composed(t, test.variables, append(test.arguments, "shop")...)
			if err != nil {
				t.Fatal(err)
			}
			project := apptest.LoadCompose(t, file, map[string]string{"POSTGRES_PASSWORD": "pw", "SECRET_KEY": "key"})
			if got := project.Services["shop"].Image; got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestComposeThatFails(t *testing.T) {
	inRepositoryWith(t, map[string]string{"shop/app.py": "", "shop/requirements.txt": "", "empty/readme": ""})
	const one = "compose: it takes the folder of one app: `go run ./ci compose sample-app/django`"
	for line, want := range map[string]string{
		"":                            one,
		"shop empty":                  one,
		"gone":                        "app gone: no such folder",
		"shop --image=ghcr.io/a@/b:c": `--image: "ghcr.io/a@/b:c" is not a valid reference of an image; write it like ghcr.io/acme/shop:1.2.3`,
		"empty":                       "empty: ",
	} {
		t.Run(line, func(t *testing.T) {
			output, err := composed(t, nil, strings.Fields(line)...)
			if err == nil || !strings.HasPrefix(err.Error(), want) || len(output) > 0 {
				t.Errorf("got %v, want %s; printed %q", err, want, output)
			}
		})
	}
}
