package lock

// pdm.lock is recognised, but not supported yet.
var pdm = Format{
	Kind:      "pdm",
	Name:      "pdm.lock",
	Files:     []string{"pdm.lock"},
	BuildOnly: []string{"pdm.lock"},
	Tool:      Tool{Name: "PDM", Command: "pdm lock", Table: "pdm", Backend: "pdm."},
	Upgrade:   "pdm update {name}",
	Convert:   "pdm export --prod --output requirements.txt",
}
