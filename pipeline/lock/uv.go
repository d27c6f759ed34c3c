package lock

// uv.lock is recognised, but not supported yet.
var uv = Format{
	Kind:      "uv",
	Name:      "uv.lock",
	Files:     []string{"uv.lock"},
	BuildOnly: []string{"uv.lock"},
	Tool:      Tool{Name: "uv", Command: "uv lock", Table: "uv", Backend: "uv_build"},
	Upgrade:   "uv lock --upgrade-package {name}",
	Convert:   "uv export --locked --no-default-groups --no-emit-project --output-file requirements.txt",
}
