package composefile

import (
	"fmt"
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"

	"dagger/python-pipeline/plan"
)

// service returns the name of the app's service, which is not that of a service beside it.
func (a App) service() string {
	if a.Postgres != nil && a.Name == postgresName || a.Mailhog != nil && a.Name == mailhogName {
		return a.Name + "-app"
	}
	return a.Name
}

// release returns the name of the service that prepares a release.
func (a App) release() string { return a.service() + "-release" }

// others reports whether there are services with the app's image beside the app itself.
func (a App) others() bool { return len(a.Release)+len(a.Processes) > 0 }

// shared returns what all services with the app's image have in common.
func (a App) shared() mapping {
	m := newMapping()
	m.add("image", scalar(a.Image))
	if a.ReadOnly {
		m.add("read_only", flag())
		// Without a size it is half of the memory, as that of /tmp.
		m.add("tmpfs", list("/tmp", fmt.Sprintf("%s:uid=%d,gid=0,mode=2775", a.Home, plan.UserID)))
	}
	a.addCapabilities(m)
	m.add("security_opt", list("no-new-privileges:true"))
	if len(a.Environment) > 0 {
		variables := newMapping()
		for _, name := range slices.Sorted(maps.Keys(a.Environment)) {
			variables.add(name, scalar(a.Environment[name].String()))
		}
		m.add("environment", variables.node).HeadComment = "The values with which the pipeline runs the app. Look at each: another place may need others."
	}
	a.addVolumes(m)
	return m
}

// appService returns the service of the app itself.
func (a App) appService(shared mapping) mapping {
	m := shared
	if a.others() {
		m = newMapping()
		m.merge(shared)
	}
	if a.Ends {
		m.add("restart", scalar("on-failure")).HeadComment = "The app may end by itself: it is started again only after a failure."
	} else {
		m.add("restart", scalar("unless-stopped"))
	}
	if a.StopSignal != "" {
		m.add("stop_signal", scalar(a.StopSignal))
	}
	if len(a.Ports) > 0 {
		var ports []string
		for _, port := range a.Ports {
			ports = append(ports, fmt.Sprintf("%d:%d", port, port))
		}
		m.add("ports", list(ports...))
	}
	addDependencies(m, a.before())
	if len(a.Healthcheck) > 0 {
		m.add("healthcheck", healthcheck(escapeAll(a.Healthcheck), "30s", "10s", "30s"))
	}
	return m
}

// releaseService returns the service that prepares a release and ends.
func (a App) releaseService(shared mapping) mapping {
	m := newMapping()
	m.merge(shared)
	// The entrypoint of the image starts the app, so another one takes its place.
	m.add("entrypoint", list(escapeAll(slices.Concat(a.Entrypoint, a.Release))...))
	m.add("restart", scalar("no"))
	addDependencies(m, a.services())
	return m
}

// process returns the service of a further process.
func (a App) process(name string, shared mapping) mapping {
	m := newMapping()
	m.merge(shared)
	m.add("entrypoint", list(escapeAll(slices.Concat(a.Entrypoint, a.Processes[name]))...))
	m.add("profiles", list(a.service()+"-"+name))
	m.add("restart", scalar("on-failure"))
	addDependencies(m, a.before())
	return m
}

// before returns what the app and its processes wait for: the services, and the release.
func (a App) before() mapping {
	m := a.services()
	if len(a.Release) > 0 {
		addCondition(m, a.release(), "service_completed_successfully")
	}
	return m
}

// services returns what the app and its release wait for: the services beside them.
func (a App) services() mapping {
	m := newMapping()
	if a.Postgres != nil {
		addCondition(m, postgresName, "service_healthy")
	}
	if a.Mailhog != nil {
		addCondition(m, mailhogName, "service_started")
	}
	return m
}

func addCondition(m mapping, service, condition string) {
	until := newMapping()
	until.add("condition", scalar(condition))
	m.add(service, until.node)
}

func addDependencies(m, services mapping) {
	if len(services.node.Content) > 0 {
		m.add("depends_on", services.node)
	}
}

// healthcheck returns a check that runs a command. Failures within the start do not count.
func healthcheck(command []string, interval, timeout, start string) *yaml.Node {
	m := newMapping()
	m.add("test", list(slices.Concat([]string{"CMD"}, command)...))
	m.add("interval", scalar(interval))
	m.add("timeout", scalar(timeout))
	m.add("start_period", scalar(start))
	return m.node
}
