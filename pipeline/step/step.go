// Package step holds the programs that run inside the stages' containers.
package step

import _ "embed"

// Base makes the base stage of a slim image.
//
//go:embed base.sh
var Base string

// Install installs requirements into the virtual environment.
//
//go:embed install.sh
var Install string

// Interpreter answers uv's questions about the virtual environment's Python.
//
//go:embed interpreter.py
var Interpreter string

// Export turns Pipfile.lock into requirements files.
//
//go:embed export.sh
var Export string

// Pipenv pins the tool of the export by version and hash.
//
//go:embed pipenv.txt
var Pipenv string

// Libraries names the Debian packages that the installed packages load.
//
//go:embed libraries.py
var Libraries string

// Same makes sure that tests run on the packages that ship.
//
//go:embed same.sh
var Same string

// Layers sorts the virtual environment into content-addressed layers.
//
//go:embed layers.py
var Layers string

// Source lays out the app's source.
//
//go:embed source.py
var Source string

// Collectstatic gathers Django's static files.
//
//go:embed collectstatic.py
var Collectstatic string

// Smoke starts the app and looks at how it does.
//
//go:embed smoke.py
var Smoke string

// Plain copies a folder without the rights that its maker gave it.
//
//go:embed plain.sh
var Plain string

// Advisories looks at what a vulnerability database knows.
//
//go:embed advisories.sh
var Advisories string

// Secrets says where Trivy looks for secrets.
//
//go:embed secrets.yaml
var Secrets string

// Scan scans an image and keeps the result.
//
//go:embed scan.sh
var Scan string

// Scanned looks for the result of an earlier scan.
//
//go:embed scanned.sh
var Scanned string

// Database downloads Trivy's database.
//
//go:embed database.sh
var Database string

// Serve runs the release command and becomes the app.
//
//go:embed serve.py
var Serve string

// Test runs the tests and takes their reports.
//
//go:embed test.py
var Test string

// UV pins uv by version and hash.
//
//go:embed uv.txt
var UV string
