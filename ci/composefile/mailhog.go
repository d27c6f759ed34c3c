package composefile

import (
	"fmt"

	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/settings"
)

const (
	mailhogName   = plan.Mailhog
	mailhogVolume = mailhogName + "-mails"
	// The home of the image's user belongs to that user, which a new volume takes over, so the image can stay as it is.
	mailhogHome = "/home/mailhog"
)

// service returns the mail server, which shows every mail without a login, so only on this machine.
func (h Mailhog) service() mapping {
	m := newMapping()
	m.add("image", scalar(h.Image))
	m.add("restart", scalar("unless-stopped"))
	if h.Maildir {
		variables := newMapping()
		variables.add("MH_STORAGE", scalar(settings.MailhogMaildir))
		variables.add("MH_MAILDIR_PATH", scalar(mailhogHome+"/mails"))
		m.add("environment", variables.node)
		m.add("volumes", list(mailhogVolume+":"+mailhogHome))
	}
	m.add("ports", list(fmt.Sprintf("127.0.0.1:%d:%d", plan.MailhogAPI, plan.MailhogAPI))).HeadComment =
		"Shows each mail to everybody, so only on this machine. For real mail name your server in the app's variables."
	return m
}
