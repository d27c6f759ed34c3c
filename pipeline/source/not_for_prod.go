package source

import (
	"path"
	"slices"
	"strings"
)

// tests are the patterns of the key exclude where it is not set.
var tests = []string{"**/tests", "**/test_*.py", "**/*_test.py", "**/conftest.py"}

// notForProd are files for developing and building an app, and files that may hold
// its secrets; the app runs without them. They ship only where a pattern of the key
// include names them; a pattern for the folder above does not.
var notForProd = slices.Concat([]string{
	"**/.env", "**/.env.*", "**/.streamlit/secrets.toml", "**/Dockerfile*", "**/Containerfile*", "docker-compose*", "compose.y*ml",
}, buildFiles)

// buildFiles are for building and testing an app; some apps read them, too.
var buildFiles = []string{"Makefile", "tox.ini", "noxfile.py", "pyproject.toml", "setup.cfg", "runtime.txt", "Procfile"}

// toolFolders are hidden folders of tools, of editors, of services that build the app,
// and of logins. Other hidden folders, such as .well-known, are the app's own. Files
// directly in the app's folder whose names begin with a dot are all for tools.
var toolFolders = []string{
	".github", ".gitlab", ".gitea", ".forgejo", ".circleci", ".buildkite", ".semaphore", ".woodpecker", ".drone", ".azure-pipelines", ".azuredevops", ".dagger", ".ci",
	".idea", ".vscode", ".vs", ".fleet", ".zed", ".settings", ".spyproject", ".ropeproject", ".devcontainer", ".cursor", ".claude", ".history", ".ipynb_checkpoints",
	".cache", ".eggs", ".pytype", ".pyre", ".benchmarks", ".coverage_html", ".direnv", ".pixi", ".pdm-build", ".uv-cache", ".npm", ".yarn", ".pnpm-store", ".parcel-cache", ".sass-cache", ".nx", ".turbo",
	".husky", ".changeset", ".dvc", ".vagrant", ".terraform", ".serverless", ".aws-sam", ".chalice", ".ebextensions", ".elasticbeanstalk", ".platform", ".do", ".fly", ".vercel", ".netlify", ".tmp",
	".aws", ".azure", ".gcloud", ".docker", ".kube", ".ssh", ".gnupg", ".secrets",
}

// hiddenDepth counts the elements of a path down to the deepest one that is a folder of
// a tool, or a file in the app's folder whose name begins with a dot; 0 without one.
func hiddenDepth(name string) int {
	elements := strings.Split(name, "/")
	for depth := len(elements); depth > 0; depth-- {
		element := elements[depth-1]
		if strings.HasPrefix(element, ".") && (len(elements) == 1 || slices.Contains(toolFolders, element)) {
			return depth
		}
	}
	return 0
}

// LikeTest reports whether the image lacks a file by default because of a name that
// those of tests have; a name may be that of a folder above it.
func LikeTest(name string) bool {
	for ; name != "."; name = path.Dir(name) {
		for _, pattern := range tests {
			if matches, _ := path.Match(strings.TrimPrefix(pattern, "**/"), path.Base(name)); matches {
				return true
			}
		}
	}
	return false
}

// ForBuild reports whether the image lacks a file by default because it is for building
// the app.
func ForBuild(name string) bool { return slices.Contains(buildFiles, path.Clean(name)) }
