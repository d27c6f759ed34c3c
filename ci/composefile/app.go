// Package composefile writes a compose file that runs the image of an app with its services.
package composefile

// App is what the file says of an app.
type App struct {
	// Name is valid as the last component of an image's repository. It names the project and the app's service.
	Name string
	// Image is the reference of the app's image.
	Image string
	// Entrypoint is what the entrypoint of the image begins with, before the command of the app; the release begins with it too.
	Entrypoint []string
	// Release is run before each start of the app; none if it is empty.
	Release []string
	// Processes are further processes of the app, by their names: each is a service that starts with a profile of its own.
	Processes map[string][]string
	// Environment are the variables of the app, by their names.
	Environment map[string]Value
	// Ports are the ports on which the app listens.
	Ports []int
	// Healthcheck is the command that succeeds in the container while the app works; none if it is empty.
	Healthcheck []string
	// StopSignal is the signal that stops the app; "" for SIGTERM.
	StopSignal string
	// Ends means that the app may end by itself, and is done then.
	Ends bool
	// ReadOnly means that the app writes nothing but /tmp, its home and its volumes.
	ReadOnly bool
	// Home is the home of the app's user.
	Home string

	// Volumes are the folders of the app's data: absolute paths without a colon.
	Volumes []string
	// VolumeMode says how its user may write them, as the key volume-mode.
	VolumeMode string

	// Postgres and Mailhog are the services beside the app; nil for none.
	Postgres *Postgres
	Mailhog  *Mailhog
}

// Postgres is the PostgreSQL server of an app.
type Postgres struct {
	// Image is the official image, and Version the server's version in it, such as "15" or "15.4".
	Image, Version string
	// Databases has the one that the image creates and, after it, those that Script creates in addition.
	Databases []string
	// Script is SQL; "" for one database.
	Script string
}

// Mailhog is the mail server of an app.
type Mailhog struct {
	// Image is the official image.
	Image string
	// Maildir means that mails are files on a volume.
	Maildir bool
}
