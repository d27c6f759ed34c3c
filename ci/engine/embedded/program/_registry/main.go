// Command registry serves one OCI registry from a folder: the embedded
// engine's mirror of docker.io, and where a run publishes when it is told no
// other place. It is distribution's registry with the file system driver
// alone, which halves the time it takes to build.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/distribution/distribution/v3/configuration"
	"github.com/distribution/distribution/v3/registry/handlers"
	_ "github.com/distribution/distribution/v3/registry/storage/driver/filesystem"
	gorilla "github.com/gorilla/handlers"
	"github.com/sirupsen/logrus"
)

// passwordVariable holds the password without which nothing is written.
const passwordVariable = "PUSH_PASSWORD"

// listenerDescriptor is the socket on which the supervisor already listens.
const listenerDescriptor = 3

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: registry CONFIGURATION-FILE, with a listening socket as descriptor 3")
	}
	if err := serve(os.Args[1]); err != nil {
		log.Fatal("registry: ", err)
	}
}

func serve(path string) error {
	password := os.Getenv(passwordVariable)
	if password == "" {
		return errors.New(passwordVariable + " is not set")
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	config, err := configuration.Parse(file)
	if err != nil {
		return err
	}
	level, err := logrus.ParseLevel(string(config.Log.Level))
	if err != nil {
		return err
	}
	logrus.SetLevel(level)
	listener, err := net.FileListener(os.NewFile(listenerDescriptor, "listener"))
	if err != nil {
		return fmt.Errorf("descriptor %d: %w", listenerDescriptor, err)
	}
	handler := restrictWrites(password, handlers.NewApp(context.Background(), config))
	server := http.Server{Handler: gorilla.CombinedLoggingHandler(os.Stdout, handler), ReadHeaderTimeout: time.Minute}
	return server.Serve(listener)
}
