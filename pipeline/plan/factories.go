package plan

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dagger/python-pipeline/printable"
	"dagger/python-pipeline/source"
)

// A factory is a function that makes the app's WSGI or ASGI object.
type factory struct {
	source.Place
	module, name string
	protocol     protocol
	// needs are the parameters without a default: a server cannot call the function.
	needs []string
	// makes means that the file has a call that makes an object of a framework.
	makes bool
}

func (f factory) target() string { return f.module + ":" + f.name }

func (f factory) object() object {
	return object{target: f.target(), protocol: f.protocol, from: f.Place.String(), file: f.File, factory: true}
}

// what names the factory in messages.
func (f factory) what() string { return fmt.Sprintf("%s (%s)", f.target(), f.Place) }

// factoryName is for functions that hardly do anything else; those of the names that
// follow also have to make the object in their own body.
const factoryName = `(?:create|make|build)_(?:app|application|api)|app(?:lication)?_factory`

var factoryDefinition = regexp.MustCompile(`(?m)^def[ \t]+(?:(` + factoryName + `)|get_app|get_application|app|application)[ \t]*\(`)

// factoriesIn lists the functions in a module that make the app's object.
func (r *reader) factoriesIn(file, text string) []factory {
	// A module has a few; text that only looks like many must not take long.
	const most, longest = 20, 4096
	var found []factory
	for _, at := range factoryDefinition.FindAllStringSubmatchIndex(text, most) {
		parameters, ok := inParentheses(text[at[1]:min(at[1]+longest, len(text))])
		if !ok {
			continue
		}
		rest := text[at[1]+len(parameters)+1:]
		body, _, _ := strings.Cut(rest, "\n") // with what the function is said to return
		for _, line := range strings.Split(rest[len(body):], "\n")[1:] {
			if line != "" && !strings.ContainsRune(" \t#)", rune(line[0])) {
				break
			}
			body += "\n" + line
		}
		made := madeBy(body)
		returnsDash := strings.Contains(body, "Dash(") && !strings.Contains(body, "Flask(") && !strings.Contains(body, ".server")
		if at[2] < 0 && made == "" || returnsDash {
			continue
		}
		definition := strings.Fields(strings.TrimSuffix(text[at[0]:at[1]], "("))
		f := factory{
			Place:  source.Place{File: file, Line: 1 + strings.Count(text[:at[0]], "\n")},
			module: r.moduleName(file), name: definition[1], protocol: made, needs: required(parameters), makes: made != "" || madeBy(text) != "",
		}
		if made == "" {
			f.protocol = r.protocolOf(f.module, text)
		}
		found = append(found, f)
	}
	return found
}

// chooseFactory returns the only factory that a server can call.
func (r *reader) chooseFactory(factories []factory) ([]object, error) {
	if slices.ContainsFunc(factories, func(f factory) bool { return f.makes }) {
		factories = slices.DeleteFunc(factories, func(f factory) bool { return !f.makes })
	}
	callable := slices.DeleteFunc(slices.Clone(factories), func(f factory) bool { return len(f.needs) > 0 })
	switch {
	case len(factories) == 0:
		return nil, nil
	case len(callable) == 1:
		return []object{callable[0].object()}, nil
	case len(callable) > 1:
		var all []string
		for _, f := range callable {
			all = append(all, f.what())
		}
		return nil, fmt.Errorf("start command: each of %s may make the app; write in pyproject.toml: [tool.python-pipeline] command = %s, or another of them",
			printable.First(maxFiles, all), r.example(callable[0].object()))
	}
	if _, _, isFramework := r.framework(); !isFramework {
		return nil, nil // a script may call it
	}
	f, module := factories[0], cmp.Or(string(factories[0].protocol), string(wsgi))
	line := fmt.Sprintf("%s with app = %s(…) in a file %s.py", r.example(object{target: module + ":app", protocol: f.protocol}), f.name, module)
	if r.lockedServers()[0].name == "gunicorn" {
		line = fmt.Sprintf(`["gunicorn", "--bind", "0.0.0.0:8000", "%s(%s=…)"]`, f.target(), strings.Join(f.needs, "=…, "))
	}
	return nil, f.Errorf("%s makes the app, but needs %s, which no server gives it; give a default to each, or write in pyproject.toml: [tool.python-pipeline] command = %s",
		f.name, strings.Join(f.needs, ", "), line)
}

// example is the command that starts a factory or the object that it makes, as a value
// of the key command: with a server of the lock, or else with a customary one.
func (r *reader) example(o object) string {
	var possible []server
	for _, locked := range r.lockedServers() {
		possible = append(possible, locked.server)
	}
	possible = append(possible, servers...)
	i := slices.IndexFunc(possible, func(s server) bool { return s.canServe(o) })
	return possible[i].command(o.servedBy(possible[i]), defaultPort).String()
}
