package scripts_test

import "testing"

// pylockApp is an app that needs lark and an archive, colorama elsewhere, and for its tests idna and iniconfig.
var pylockApp = map[string]string{
	"pylock.toml": fullHashes(`lock-version = "1.0"
created-by = "somebody"
requires-python = ">=3.9"
extras = ["x"]
dependency-groups = ["dev", "docs"]
default-groups = ["default", "dev"]

[[packages]]
name = "colorama"
version = "0.4.6"
marker = "sys_platform == 'win32'"
wheels = [{url = "https://packages.example.com/colorama-0.4.6-py2.py3-none-any.whl", hashes = {sha256 = "0"}}]

[[packages]]
name = "idna"
version = "3.10"
marker = "'dev' in dependency_groups"
wheels = [{url = "https://packages.example.com/idna-3.10-py3-none-any.whl", hashes = {sha256 = "1"}}]

[[packages]]
name = "lark"
version = "1.2.2"
marker = "'default' in dependency_groups"
sdist = {url = "https://packages.example.com/lark-1.2.2.tar.gz", hashes = {sha256 = "2", md5 = "9"}}
wheels = [{url = "https://packages.example.com/lark-1.2.2-py3-none-any.whl", hashes = {sha256 = "3"}}]

[[packages]]
name = "shop-core"
archive = {url = "https://packages.example.com/core.zip", subdirectory = "core", hashes = {sha256 = "4"}}

[[packages]]
name = "six"
version = "1.17.0"
marker = "'x' in extras or 'docs' in dependency_groups"
wheels = [{url = "https://packages.example.com/six-1.17.0-py2.py3-none-any.whl", hashes = {sha256 = "5"}}]
`),
	"pylock.test.toml": fullHashes(`lock-version = "1.0"
created-by = "somebody"

[[packages]]
name = "iniconfig"
version = "2.1.0"
wheels = [{url = "https://packages.example.com/iniconfig-2.1.0-py3-none-any.whl", hashes = {sha256 = "6"}}]

[[packages]]
name = "lark"
version = "1.2.2"
wheels = [{url = "https://packages.example.com/lark-1.2.2-py3-none-any.whl", hashes = {sha256 = "3"}}]
`),
}

func TestExportOfPylock(t *testing.T) {
	t.Parallel()
	const (
		production = "lark==1.2.2 \\\n    --hash=sha256:2 \\\n    --hash=sha256:3\nshop-core @ https://packages.example.com/core.zip#subdirectory=core \\\n    --hash=sha256:4\n"
		idna       = "idna==3.10 \\\n    --hash=sha256:1\n"
		iniconfig  = "iniconfig==2.1.0 \\\n    --hash=sha256:6\n"
	)
	app := exportRun{exporter: "pylock", tool: packaging(t), files: pylockApp}
	for name, test := range map[string]struct {
		groups []string
		want   string
	}{
		"no group": {nil, iniconfig},
		"a group":  {[]string{"dev"}, idna + iniconfig},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run := app
			run.groups = test.groups
			run.mustMake(t, fullHashes(production), fullHashes(test.want))
		})
	}
	for name, test := range map[string]struct {
		run  exportRun
		says []string
	}{
		"another Python":  {app.replacing(t, "pylock.toml", ">=3.9", ">=3.99"), []string{"pylock.toml: ", "'>=3.99'", "; lock it again, for the app's Python, with the tool that wrote it"}},
		"no wheel for it": {app.replacing(t, "pylock.test.toml", "py3-none-any", "cp34-cp34m-win32"), []string{"pylock.test.toml: No wheel found matching", "'iniconfig'"}},
		"a package twice": {app.replacing(t, "pylock.toml", "colorama", "lark").replacing(t, "pylock.toml", "'win32'", "'linux'"), []string{"Multiple packages with the name 'lark'"}},
		"an unknown lock": {app.replacing(t, "pylock.toml", `lock-version = "1.0"`, `lock-version = "9.0"`), []string{"pylock.toml: ", "9.0"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.run.mustFail(t, test.says...)
		})
	}
}
