package main

import (
	"strings"

	"dagger/python-pipeline/internal/dagger"
)

// proxied runs a command that downloads through the proxies, if there are any.
// Their variables, which may hold credentials, are gone afterwards. Programs
// differ in whether they read them in upper or in lower case.
func (m *PythonPipeline) proxied(ctr *dagger.Container, command []string) *dagger.Container {
	secrets := map[string]*dagger.Secret{"HTTP_PROXY": m.HTTPProxy, "HTTPS_PROXY": m.HTTPSProxy}
	var set []string
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY"} {
		if secrets[name] == nil {
			continue
		}
		for _, name := range []string{name, strings.ToLower(name)} {
			ctr = ctr.WithSecretVariable(name, secrets[strings.ToUpper(name)])
			set = append(set, name)
		}
	}
	if m.NoProxy != "" {
		command = append([]string{"env", "NO_PROXY=" + m.NoProxy, "no_proxy=" + m.NoProxy}, command...)
	}
	ctr = m.withExec(ctr, command...)
	for _, name := range set {
		ctr = ctr.WithoutSecretVariable(name)
	}
	return ctr
}
