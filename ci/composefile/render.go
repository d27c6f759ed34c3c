package composefile

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"dagger/python-pipeline/printable"
)

// Render returns the compose file of an app. It is the same for the same app.
func Render(a App) ([]byte, error) {
	file := newMapping()
	file.add("name", scalar(strings.ReplaceAll(a.Name, ".", "-"))) // a project's name has no dot
	shared := a.shared()
	if a.others() {
		shared.node.Anchor = "app"
		file.add("x-app", shared.node)
	}
	services := newMapping()
	services.add(a.service(), a.appService(shared).node)
	if len(a.Release) > 0 {
		services.add(a.release(), a.releaseService(shared).node)
	}
	for _, name := range slices.Sorted(maps.Keys(a.Processes)) {
		services.add(a.service()+"-"+name, a.process(name, shared).node)
	}
	if a.Postgres != nil {
		services.add(postgresName, a.Postgres.service().node)
	}
	if a.Mailhog != nil {
		services.add(mailhogName, a.Mailhog.service().node)
	}
	file.add("services", services.node)
	if volumes := a.namedVolumes(); len(volumes) > 0 {
		names := newMapping()
		for _, name := range volumes {
			names.add(name, nothing())
		}
		file.add("volumes", names.node)
	}
	if a.Postgres != nil && a.Postgres.Script != "" {
		file.add("configs", a.Postgres.config().node)
	}
	text, err := encode(file.node)
	return append([]byte(a.header()), text...), err
}

// header is the comment above the file.
func (a App) header() string {
	text := fmt.Sprintf("# Runs %s: docker compose up\n# Written by go run ./ci compose.", a.Name)
	if names := a.required(); len(names) > 0 {
		text += fmt.Sprintf(" First set %s in a file .env beside this one.", strings.Join(names, ", "))
	}
	if names := slices.Sorted(maps.Keys(a.Processes)); len(names) > 0 {
		text += fmt.Sprintf("\n# With another process (%s) of the app: docker compose --profile %s-%s up", strings.Join(names, ", "), a.service(), names[0])
	}
	return text + "\n"
}

// required lists the variables that the user has to set.
func (a App) required() []string {
	names := map[string]bool{}
	for _, value := range a.Environment {
		for _, p := range value {
			names[p.name] = true
		}
	}
	if a.Postgres != nil {
		names[passwordVariable] = true
	}
	delete(names, "")
	return slices.Sorted(maps.Keys(names))
}

var topLevel = regexp.MustCompile(`(?m)^\w`)

// encode writes a document with an empty line above each key of the top level. What a terminal would not show is in double
// quotes, where YAML knows the escapes of package printable.
func encode(document *yaml.Node) ([]byte, error) {
	var text bytes.Buffer
	encoder := yaml.NewEncoder(&text)
	encoder.SetIndent(2)
	if err := encoder.Encode(document); err != nil {
		return nil, fmt.Errorf("compose file: %w", err)
	}
	shown := strings.ReplaceAll(printable.Text(text.String()), "##[", `#\x23[`)
	return []byte(topLevel.ReplaceAllString(shown, "\n$0")), nil
}
