package embedded

// A Status says how an engine is and what it takes.
type Status struct {
	Running  bool   // it lives and answers
	Version  string // of Dagger
	Folder   string // the cache folder
	Socket   string // where it listens
	Registry string // host and port of its registry
	Login    Login  // what the registry asks of those who push
	// Bridge and Range are what it adds to the host's network while it runs.
	Bridge, Range string
	StandIns      bool // its registry stands in for docker.io
	// Disk lists the bytes on disk of all parts of the cache folder.
	Disk []DiskUse
}

// DiskUse is the size of one part of the cache folder.
type DiskUse struct {
	What  string // the part's name
	Bytes int64  // on disk
}
