package up

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/settings"

	"python-pipeline/ci/apps"
)

// A place is the address of a running app or service.
type place struct{ name, address string }

// printPlaces prints the places and what is kept when they stop, with a warning if other machines can reach them too.
func printPlaces(w io.Writer, places []place, kept []string, open bool) error {
	var text bytes.Buffer // written at once, so that no line of the display comes between
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	for _, p := range places {
		fmt.Fprintf(table, "%s\t%s\n", p.name, p.address)
	}
	if open {
		password := ""
		if slices.ContainsFunc(places, func(p place) bool { return strings.HasSuffix(p.name, " "+plan.Postgres) }) {
			password = ", with the password above"
		}
		fmt.Fprintf(table, "! These ports can be reached from other machines%s: Dagger's tunnel opens them on all addresses of this machine.\n", password)
	}
	end := "what was written is gone then."
	if len(kept) > 0 {
		end = "what was written is gone then, but for " + strings.Join(kept, ", ") + ", which the engine keeps until it is pruned."
	}
	fmt.Fprintln(table, "Ctrl-C stops all of it; "+end)
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := text.WriteTo(w)
	return err
}

// keptBy returns the folders of an app and its services that are there again when they start the next time.
func keptBy(a apps.App) []string {
	var kept []string
	for _, folder := range a.Plan.Mounts() {
		kept = append(kept, a.Name+" "+folder)
	}
	if server := a.Plan.Services.Mailhog; server != nil && server.Storage == settings.MailhogMaildir {
		kept = append(kept, a.Name+" "+plan.Mailhog+"'s mails")
	}
	return kept
}

// placesOf returns the places of an app, or of one of its services; local maps its ports to those of this machine.
func placesOf(a apps.App, name string, local map[int]int) (places []place) {
	switch name {
	case plan.Postgres:
		for _, database := range a.Plan.Services.Postgres.Databases {
			places = append(places, place{a.Name + " " + name, plan.DatabaseURL(fmt.Sprintf("localhost:%d", local[plan.PostgresPort]), database)})
		}
	case plan.Mailhog:
		places = []place{{a.Name + " " + name, fmt.Sprintf("http://localhost:%d, mail to localhost:%d", local[plan.MailhogAPI], local[plan.MailhogPort])}}
	case "":
		scheme := ""
		if a.Plan.Web {
			scheme = "http://"
		}
		places = []place{{a.Name, fmt.Sprintf("%slocalhost:%d", scheme, local[a.Plan.Port])}}
	}
	return places
}

// portsOf returns the ports of an app, or of one of its services.
func portsOf(p *plan.Plan, name string) []int {
	switch name {
	case plan.Postgres:
		return []int{plan.PostgresPort}
	case plan.Mailhog:
		return []int{plan.MailhogPort, plan.MailhogAPI}
	}
	return []int{p.Port}
}
