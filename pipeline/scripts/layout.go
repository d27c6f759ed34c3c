package scripts

// Paths in the images that ship.
const (
	App    = "/app"    // the source, and the working folder
	Config = "/config" // configuration files
	Venv   = "/venv"   // the virtual environment

	VolumeEntrypoint = "/usr/local/bin/volume-entrypoint" // the beginning of the command, if the image has volumes
)

// Paths in stages that do not ship.
const (
	UVFolder      = "/opt/uv"                 // uv
	UVPin         = "/pipeline/uv.txt"        // its version and hashes
	UVInterpreter = UVFolder + "/interpreter" // the program that answers uv in place of the virtual environment's Python
	PackagingTool = "/opt/packaging"          // libraries for locks and for build backends
	ExportTool    = "/opt/export"             // the tool of the lock that is exported
	ToolPin       = "/pipeline/tool.txt"      // the versions and hashes of a tool while it is installed
	Lock          = "/lock"                   // the files of the lock that is exported
	Export        = "/export"                 // the requirements files made from it
	Requirements  = "/requirements"           // the requirements files that are pinned
	Pins          = "/pins"                   // the exact packages, in the form of PEP 751
	Wheels        = "/wheels"                 // wheels that were built, each in a folder of its own
	Added         = "/pipeline/added.json"    // the names of the packages that no lock has
	Production    = "/production"             // production's virtual environment, beside that of the tests
	Layers        = "/layers"                 // the virtual environment, sorted into layers
	Source        = "/source"                 // the app's source
	Layout        = "/layout"                 // the folder of the file that describes how to lay it out
	Tree          = "/tree"                   // the source as it is in the image
	Collected     = "/made"                   // static files as the app's code made them

	VolumeEntrypointFolder = "/pipeline/entrypoint"        // the source of the volume entrypoint
	VolumeEntrypointBuilt  = "/pipeline/volume-entrypoint" // the program that is compiled from it
	DataFolder             = "/pipeline/data"              // a folder for data of another image
)

// Paths of the build of a package.
const (
	Archive       = "/archive"            // the folder of its archive
	Package       = "/package"            // its source
	BuildEnv      = "/build/env"          // the virtual environment of its build
	Unpacked      = "/build/unpacked"     // what its archive has
	BuildRequires = "/build/requires.txt" // what its pyproject.toml says that its build requires
	MoreRequires  = "/build/more.txt"     // what its backend requires in addition
	Wheel         = "/wheel"              // the folder of the wheel
)

// Paths of downloads.
const (
	Authorities = "/pipeline/ca.pem"   // the certificate authorities that downloads trust
	UVCache     = "/pipeline/cache/uv" // uv's cache
)

// Paths of a test run.
const (
	Reports = "/reports"      // the folder into which the test command writes reports
	Results = "/results"      // the reports that the pipeline takes
	Outcome = "/outcome.json" // how the command ended
)

// Paths of a scan.
const (
	Database   = "/pipeline/database"    // the vulnerability database
	TrivyCache = "/pipeline/cache/trivy" // Trivy's cache of layers
	Secrets    = "/pipeline/secrets"     // the rules for secrets
	Ignore     = "/ignore"               // the ignore file
	Image      = "/image.tar"            // the image as an archive
	Manifest   = "/manifest.json"        // what its manifest says, also below Out
	Scans      = "/scans"                // the results of earlier scans
	Out        = "/out"                  // the result of this one
)
