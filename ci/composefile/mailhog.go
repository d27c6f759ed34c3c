package composefile

import (
	"fmt"

	"dagger/python-pipeline/plan"
)

const mailhogName = plan.Mailhog

// service returns the mail server, which shows every mail without a login, so only on this machine.
func (h Mailhog) service() mapping {
	m := newMapping()
	m.add("image", scalar(h.Image))
	m.add("restart", scalar("unless-stopped"))
	m.add("ports", list(fmt.Sprintf("127.0.0.1:%d:%d", plan.MailhogAPI, plan.MailhogAPI))).HeadComment =
		"Shows each mail to everybody, so only on this machine. For real mail name your server in the app's variables."
	return m
}
