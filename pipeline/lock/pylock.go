package lock

// pylock.toml, the format of PEP 751 that several tools write, is recognised,
// but not supported yet.
var pylock = Format{
	Kind:      "pylock",
	Name:      "pylock.toml",
	Files:     []string{"pylock.toml"},
	BuildOnly: []string{"pylock*.toml"},
	Convert:   "uv pip sync pylock.toml && uv pip freeze > requirements.txt, in a new virtual environment",
}
