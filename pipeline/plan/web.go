package plan

import (
	"errors"
	"fmt"
	"strconv"
)

// decideWeb decides whether the app answers over HTTP, and on which port.
func (r *reader) decideWeb() error {
	p := r.plan
	s, isServer := serverOf(p.Command)
	ini := ""
	if s.name == "uWSGI" {
		ini = r.iniOf(p.Command)
		from := "the command"
		if locked, ok := r.lock.Production.Find(s.packages...); ok {
			from = fmt.Sprintf("uWSGI in %s", locked.Place)
		}
		if err := r.decideStop(ini, from); err != nil {
			return err
		}
	}
	if isServer {
		if err := r.refuseLowPort(); err != nil {
			return err
		}
	}
	portKey := r.settings.Port
	if portKey != nil && *portKey == 0 {
		if r.settings.Smoke.Path != "" {
			return errors.New("pyproject.toml: [tool.python-pipeline]: smoke.path requests the app over HTTP, but port is 0, which means that it listens nowhere; remove one")
		}
		return nil
	}

	because := ""
	f, at, isFramework := r.framework()
	switch {
	case r.settings.Smoke.Path != "":
		because = key("smoke")
	case isServer:
		because = s.name
	case r.start.web:
		because = "web in Procfile"
	case isFramework && !r.start.procfile: // a worker of a web app answers nobody
		because = fmt.Sprintf("%s in %s", f.name, at.Place)
	}
	p.Web = because != ""

	if portKey != nil {
		p.Port = *portKey
		r.decide("port", strconv.Itoa(p.Port), key("port"))
		return r.decidePortVariable(s, ini)
	}
	if !p.Web {
		return nil
	}
	address, err := r.addressInFile(s, ini)
	if err != nil {
		return err
	}
	if address != nil {
		p.Port = address.port
		r.decide("port", strconv.Itoa(p.Port), fmt.Sprintf("%s in %s", address.option, address.File))
		if r.start.generated {
			return nil // the command has the address
		}
		return address.check(r)
	}
	if port := r.portOfCommand(); port > 0 && !r.start.generated {
		p.Port = port
		r.decide("port", strconv.Itoa(p.Port), "the command")
		return nil
	}
	if !r.start.generated {
		files, err := r.portFiles(s)
		if err != nil {
			return err
		}
		for _, file := range files {
			if p.Port = file.port(r.settings.Env); p.Port > 0 {
				r.decide("port", strconv.Itoa(p.Port), file.name)
				return r.decidePortVariable(s, ini)
			}
		}
	}
	p.Port = defaultPort
	r.decide("port", strconv.Itoa(p.Port), fmt.Sprintf("the default of web apps (%s)", because))
	return r.decidePortVariable(s, ini)
}

// addressInFile returns the address in the server's own file; nil where there is none
// and where the command overrides it.
func (r *reader) addressInFile(s server, ini string) (*listenAddress, error) {
	switch {
	case ini != "":
		return r.readAddress(ini)
	case s.name == "gunicorn" && (r.start.generated || !bindOption.MatchString(r.startLine())):
		return r.gunicornAddress()
	}
	return nil, nil
}
