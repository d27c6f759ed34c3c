// Package scripts has the programs that the pipeline runs in containers, and the paths that both use. The programs
// below build run while an image is built, tested or scanned; those below image are part of the command of an image.
package scripts

import (
	"embed"
	"slices"
	"strings"
)

//go:embed build image
var files embed.FS

// A Script is a program that runs in a container.
type Script struct {
	ID      string   // its name in the command that runs it
	Label   string   // its name for people
	Step    string   // the step of a run to which it belongs, by its name in reports
	Text    string   // its source; "" for a program of the container
	program []string // the beginning of its command
}

const stepBuild, stepScan, stepArchive = "build", "scan", "archive"

// isolated is the image's own Python without the app's packages.
var isolated = []string{"/usr/local/bin/python3", "-I", "-S"}

// Scripts of the stages. The label of each, and the comment at the beginning of its file, say what it does.
var (
	Base         = shellScript("base", "base: security updates and packages", stepBuild)
	ListPackages = command("list-packages", "base: list the packages", stepBuild, "dpkg-query", "--show", "--showformat=${Package}\\n")
	AptInstall   = shellScript("apt-install", "apt packages", stepBuild)
	InstallUV    = command("install-uv", "builder: install uv", stepBuild,
		"python3", "-m", "pip", "--quiet", "install", "--no-deps", "--only-binary=:all:", "--require-hashes",
		"--root-user-action=ignore", "--target="+UVFolder, "--requirement="+UVPin)
	InstallTool          = shellScript("install-tool", "builder: install the tools", stepBuild)
	Pin                  = packagingScript("pin", "export: pin the packages")
	FetchArchive         = pythonScript("fetch-archive", "builder: download the source of", stepBuild, isolated...)
	FetchGit             = shellScript("fetch-git", "builder: fetch the repository", stepBuild)
	PrepareBuild         = packagingScript("prepare-build", "builder: unpack the source of")
	InstallBuildRequires = shellScript("install-build-requires", "builder: install the build requirements of", stepBuild)
	BuildPackage         = packagingScript("build-package", "builder: build")
	InstallPackages      = packagingScript("install-packages", "builder: install the packages")
	CompareVenvs         = shellScript("compare-venvs", "dev-builder: compare with production", stepBuild)
	SortLayers           = pythonScript("sort-layers", "builder: sort into layers", stepBuild, "python3")
	FindLibraries        = pythonScript("find-libraries", "builder: find run-time libraries", stepBuild, "python3")
	LayOutSource         = pythonScript("lay-out-source", "source: lay out and compile", stepBuild, "python3")
	Collectstatic        = pythonScript("collectstatic", "source: collectstatic", stepBuild, "python")
	OwnDataFolder        = shellScript("own-data-folder", "wrap: give a folder for data to the user of the image", stepBuild)
	CopyStaticFiles      = shellScript("copy-static-files", "source: copy the static files", stepBuild)
	// CompileEntrypoint runs in the builder's image, which has a compiler.
	CompileEntrypoint = compileEntrypoint()
	DescribeImage     = pythonScript("describe-image", "archive: read the image's manifest", stepArchive, isolated...)
	// Pull does nothing; the engine has to pull the image for it.
	Pull = command("pull", "pull the image", stepBuild, "true")
)

// Scripts of the scan.
var (
	DownloadDatabase = shellScript("download-database", "scan: download the vulnerability database", stepScan)
	CheckDatabase    = shellScript("check-database", "scan: look into the vulnerability database", stepScan)
	ScanImage        = shellScript("scan-image", "scan: Trivy", stepScan)
	ScanCacheLookup  = shellScript("scan-cache-lookup", "scan: look for an earlier result", stepScan)
)

// Scripts that the pipeline runs without the time limit of a step.
var (
	RunTests        = pythonScript("run-tests", "test: run the tests", "test", isolated...)
	Smoke           = pythonScript("smoke", "smoke: start the app", "smoke", isolated...)
	ReleaseAndServe = pythonScript("release-and-serve", "service: release and serve", stepBuild, "python3")
)

// all are the scripts that run with a time limit.
var all = append([]Script{
	Base, ListPackages, AptInstall, InstallUV, InstallTool, Pin, FetchArchive, FetchGit, PrepareBuild, InstallBuildRequires, BuildPackage, InstallPackages, CompareVenvs, SortLayers, FindLibraries,
	LayOutSource, Collectstatic, CopyStaticFiles, OwnDataFolder, CompileEntrypoint, DescribeImage, Pull, DownloadDatabase, CheckDatabase, ScanImage, ScanCacheLookup,
}, exportScripts()...)

// Files that scripts read.
var (
	// UVRequirements pin uv by version and hash.
	UVRequirements = text("build/uv.txt")
	// PackagingPins pin the libraries of scripts.PackagingTool.
	PackagingPins = text("build/packaging.txt")
	// Interpreter answers uv in place of the virtual environment's Python.
	Interpreter = text("build/interpreter.py")
	// SecretRules set where Trivy looks for secrets.
	SecretRules = text("build/secrets.yaml")
)

// Of returns the script with the subject of one of its runs, such as a package, in its ID and its label.
func (s Script) Of(subject string) Script {
	s.ID += subjectMark + subject
	s.Label += " " + subject
	return s
}

const subjectMark = ": "

// Find returns the script with an ID, among those with the time limit of a step.
func Find(id string) (script Script, found bool) {
	id, subject, has := strings.Cut(id, subjectMark)
	at := slices.IndexFunc(all, func(s Script) bool { return s.ID == id })
	if at < 0 {
		return Script{}, false
	}
	if has {
		return all[at].Of(subject), true
	}
	return all[at], true
}

// Command returns the command that runs the script with arguments.
func (s Script) Command(arguments ...string) []string { return slices.Concat(s.program, arguments) }

func shellScript(id, label, step string) Script {
	source := text("build/" + id + ".sh")
	return Script{id, label, step, source, []string{"sh", "-c", source, id}}
}

func pythonScript(id, label, step string, python ...string) Script {
	source := text("build/" + id + ".py")
	return Script{id, label, step, source, slices.Concat(python, []string{"-c", source})}
}

// packagingScript is a program with the libraries of PackagingTool.
func packagingScript(id, label string) Script {
	return pythonScript(id, label, stepBuild, PackagingTool+"/bin/python", "-I")
}

func command(id, label, step string, program ...string) Script {
	return Script{ID: id, Label: label, Step: step, program: program}
}

// text reads an embedded file; only a wrong name can fail.
func text(name string) string {
	content, err := files.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return string(content)
}
