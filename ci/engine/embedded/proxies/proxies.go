// Package proxies reads the proxy variables of the host.
package proxies

import "os"

// Variables has each name in both cases: some programs read only one.
var Variables = []string{"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"}

// Environment lists the variables that are set, as NAME=value.
func Environment() []string {
	var environment []string
	for _, name := range Variables {
		if value, found := os.LookupEnv(name); found {
			environment = append(environment, name+"="+value)
		}
	}
	return environment
}
