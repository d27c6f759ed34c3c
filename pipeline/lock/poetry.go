package lock

// poetry.lock is recognised, but not supported yet.
var poetry = Format{
	Kind:      "poetry",
	Name:      "poetry.lock",
	Files:     []string{"poetry.lock"},
	BuildOnly: []string{"poetry.lock"},
	Tool:      Tool{Name: "Poetry", Command: "poetry lock", Table: "poetry", Backend: "poetry."},
	Upgrade:   "poetry update {name}",
	Convert:   "poetry export --only main --output requirements.txt",
}
