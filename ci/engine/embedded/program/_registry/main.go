// Command registry serves one OCI registry from a folder: the embedded
// engine's mirror of docker.io, and where a run publishes when it is told no
// other place. It is distribution's registry with the file system driver
// alone, which halves the time it takes to build.
package main

import (
	"context"
	"log"
	"os"

	"github.com/distribution/distribution/v3/configuration"
	"github.com/distribution/distribution/v3/registry"
	_ "github.com/distribution/distribution/v3/registry/auth/htpasswd"
	_ "github.com/distribution/distribution/v3/registry/storage/driver/filesystem"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: registry CONFIGURATION-FILE")
	}
	if err := serve(os.Args[1]); err != nil {
		log.Fatal("registry: ", err)
	}
}

func serve(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	config, err := configuration.Parse(file)
	if err != nil {
		return err
	}
	server, err := registry.NewRegistry(context.Background(), config)
	if err != nil {
		return err
	}
	return server.ListenAndServe()
}
