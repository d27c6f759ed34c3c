package scripts_test

import "testing"

// Production has groups and extras that the caller names, and the tests theirs.
func TestExportWithGroups(t *testing.T) {
	t.Parallel()
	const python = ` ; python_version >= "3.9" and python_version < "4"`
	for name, test := range map[string]struct {
		exporter            string
		files               map[string]string
		options, groups     []string
		production, ofTests string
	}{
		"uv": {
			"uv", uvApp, []string{"--group", "docs", "--group", "empty"}, []string{"dev"},
			"lark==1.2.2 ; sys_platform == 'linux' \\\n    --hash=sha256:2 \\\n    --hash=sha256:3\nsix==1.17.0 \\\n    --hash=sha256:4\n",
			"idna==3.10 \\\n    --hash=sha256:1\n",
		},
		"poetry": {
			"poetry", poetryApp, []string{"--group", "dev", "--extra", "x"}, []string{"test"},
			"idna==3.10" + python + " \\\n    --hash=sha256:1\nlark==1.2.2" + python + " and sys_platform == \"linux\" \\\n    --hash=sha256:3 \\\n    --hash=sha256:4\nsix==1.17.0" + python + " \\\n    --hash=sha256:5\n",
			"iniconfig==2.1.0" + python + " \\\n    --hash=sha256:2\n",
		},
		"pdm": {
			"pdm", pdmApp, []string{"--group", "docs"}, []string{"dev"},
			"lark[regex]==1.2.2; sys_platform == \"linux\" \\\n    --hash=sha256:3 \\\n    --hash=sha256:4\nregex==2025.7.34 \\\n    --hash=sha256:5\nsix==1.17.0 \\\n    --hash=sha256:6\n",
			"idna==3.10 \\\n    --hash=sha256:1\n",
		},
		"pylock": {
			"pylock", pylockApp, []string{"--extra", "x", "--group", "dev"}, []string{"docs"},
			"idna==3.10 \\\n    --hash=sha256:1\nlark==1.2.2 \\\n    --hash=sha256:2 \\\n    --hash=sha256:3\nshop-core @ https://packages.example.com/core.zip#subdirectory=core \\\n    --hash=sha256:4\nsix==1.17.0 \\\n    --hash=sha256:5\n",
			"iniconfig==2.1.0 \\\n    --hash=sha256:6\n",
		},
		"pipenv": {
			"pipenv", pipenvApp, []string{"--group", "web"}, []string{"develop", "slow"},
			"lark==1.2.2 --hash=sha256:1\ngunicorn==23.0.0 --hash=sha256:2\n",
			"pytest==8.3.4 --hash=sha256:3\nhypothesis==6.1.0 --hash=sha256:4\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run := exportRun{exporter: test.exporter, files: test.files, options: test.options, groups: test.groups}
			if name == "uv" {
				run.uv = uv(t)
			} else {
				run.tool = tool(t, name)
			}
			run.mustMake(t, fullHashes(test.production), fullHashes(test.ofTests))
		})
	}
}

// pipenvApp has a section for production, one for development and two of other names.
var pipenvApp = map[string]string{
	"Pipfile": `[[source]]
name = "ours"
url = "https://packages.example.com/simple"
verify_ssl = true

[packages]
lark = "==1.2.2"

[dev-packages]
pytest = "==8.3.4"

[slow]
hypothesis = "==6.1.0"

[web]
gunicorn = "==23.0.0"
`,
	"Pipfile.lock": fullHashes(`{
    "_meta": {
        "hash": {"sha256": "8d7b64f85016d39a9d6c76fc5c1370eaf846d73275dc02cd685fa7e56354baf5"},
        "pipfile-spec": 6,
        "requires": {},
        "sources": [{"name": "ours", "url": "https://packages.example.com/simple", "verify_ssl": true}]
    },
    "default": {"lark": {"hashes": ["sha256:1"], "version": "==1.2.2"}},
    "develop": {"pytest": {"hashes": ["sha256:3"], "version": "==8.3.4"}},
    "slow": {"hypothesis": {"hashes": ["sha256:4"], "version": "==6.1.0"}},
    "web": {"gunicorn": {"hashes": ["sha256:2"], "version": "==23.0.0"}}
}
`),
}
