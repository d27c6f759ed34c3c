package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"python-pipeline/ci/engine/embedded"
	"python-pipeline/ci/progress"
)

func main() {
	if len(os.Args) == 3 && os.Args[1] == embedded.SuperviseArgument {
		fmt.Println(embedded.Supervise(os.Args[2]))
		return
	}
	d := progress.New(os.Stderr, progress.For(os.Stderr))
	f, err := embedded.NewFolder(os.Getenv("PIPELINE_CACHE_DIR"))
	if err != nil {
		panic(err)
	}
	e := embedded.New(f, embedded.Settings{StandIns: true, StandInMaxAge: time.Hour * 100, CacheLimit: 20e9, CABundle: os.Getenv("SSL_CERT_FILE")})
	switch os.Args[1] {
	case "start":
		c, err := e.Start(context.Background(), d)
		d.Close()
		fmt.Println(c, err)
	case "stop":
		fmt.Println(e.Stop(context.Background(), d))
	case "status":
		fmt.Printf("%+v\n", e.Status())
	}
}
