package plan

import (
	"errors"
	"fmt"
	"strconv"
)

// decideWeb finds out whether the app answers over HTTP, and where.
func (r *reader) decideWeb() error {
	p := r.plan
	server, isServer := serverOf(p.Command)
	ini := ""
	if server.name == "uWSGI" {
		ini = r.iniOf(p.Command)
		from := "the command"
		if locked, ok := r.production.find(server.packages...); ok {
			from = fmt.Sprintf("uWSGI in %s", locked.place)
		}
		if err := r.decideStop(ini, from); err != nil {
			return err
		}
	}
	said := r.settings.Port
	if said != nil && *said == 0 {
		if r.settings.Smoke.Path != "" {
			return errors.New("pyproject.toml: [tool.python-pipeline]: smoke.path asks the app over HTTP, but port is 0, which means that it listens nowhere; remove one")
		}
		return nil
	}

	because := ""
	framework, at, isFramework := r.framework()
	switch {
	case r.settings.Smoke.Path != "":
		because = key("smoke")
	case isServer:
		because = server.name
	case r.fromProcfile:
		because = "web in Procfile"
	case isFramework:
		because = fmt.Sprintf("%s in %s", framework.name, at.place)
	}
	p.Web = because != ""

	if said != nil {
		p.Port = *said
		r.decide("port", strconv.Itoa(p.Port), key("port"))
		return r.decidePortVariable(server, ini)
	}
	if !p.Web {
		return nil
	}
	address, err := r.addressInFile(server, ini)
	if err != nil {
		return err
	}
	if address != nil {
		p.Port = address.port
		r.decide("port", strconv.Itoa(p.Port), fmt.Sprintf("%s in %s", address.option, address.file))
		if r.served {
			return nil // the command has the addresses
		}
		return address.check(r)
	}
	if port := r.portOfCommand(); port > 0 && !r.served {
		p.Port = port
		r.decide("port", strconv.Itoa(p.Port), "the command")
		return nil
	}
	p.Port = defaultPort
	r.decide("port", strconv.Itoa(p.Port), fmt.Sprintf("the default of web apps (%s)", because))
	return r.decidePortVariable(server, ini)
}

// addressInFile is where a file of the server's lets it listen; nil where there
// is none, and where the command comes before it.
func (r *reader) addressInFile(s server, ini string) (*listenAddress, error) {
	switch {
	case ini != "":
		return r.readAddress(ini)
	case s.name == "gunicorn" && (r.served || !bindOption.MatchString(r.startLine())):
		return r.gunicornAddress()
	}
	return nil, nil
}
