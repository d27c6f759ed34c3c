// Package proxies knows the variables by which the host names its proxies.
package proxies

import "os"

// Variables are their names, of which some programs read one case only.
var Variables = []string{"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"}

// Environment lists those that are set, as NAME=value.
func Environment() []string {
	var environment []string
	for _, name := range Variables {
		if value, found := os.LookupEnv(name); found {
			environment = append(environment, name+"="+value)
		}
	}
	return environment
}
