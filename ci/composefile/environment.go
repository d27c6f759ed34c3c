package composefile

import (
	"regexp"
	"slices"
	"strings"

	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/settings"
)

// environment returns the variables with which the pipeline runs an app. Whoever starts the services sets the secrets: those in
// the plan are for a run of the pipeline, and known to all who can read the source.
func environment(p *plan.Plan) map[string]Value {
	values := map[string]Value{}
	for name, text := range p.RunEnv {
		values[name] = value(name, text, p.Services.Postgres != nil)
	}
	return values
}

// value returns the value of a variable; postgres means that the app has a server.
func value(name, text string, postgres bool) Value {
	if text == "" {
		return Literal(text)
	}
	secret := Required(name, "set it in .env")
	if settings.NamesSecret(name) {
		if postgres && text == plan.PostgresPassword {
			return PostgresPassword()
		}
		return secret
	}
	if at := serverAddress.FindStringSubmatchIndex(text); at != nil && postgres {
		around := text[:at[0]] + text[at[1]:]
		if !strings.Contains(around, "@") && !hasSecret(around) {
			return slices.Concat(Literal(text[:at[3]]), PostgresPassword(), Literal(text[at[4]:]))
		}
	}
	if hasSecret(text) {
		return secret
	}
	return Literal(text)
}

var (
	// serverAddress matches the address of the app's own server, with what is before and behind its password.
	serverAddress = regexp.MustCompile(`(://postgres:)` + plan.PostgresPassword + `(@` + plan.Postgres + `(?:[:/?]|$))`)
	// login matches the user of an address, also of one among others.
	login = regexp.MustCompile(`://[^/\s]*@`)
	// passwordField matches the password in a list of a connection's parameters.
	passwordField = regexp.MustCompile(`(?i)(password|passwd|pwd)\s*=`)
)

// hasSecret reports whether a text has the login of an address, or a password among a connection's parameters.
func hasSecret(text string) bool {
	return settings.WithoutCredentials(text) != text || login.MatchString(text) || passwordField.MatchString(text)
}
