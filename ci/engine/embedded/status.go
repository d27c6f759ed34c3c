package embedded

// A Status says how an engine is and what it takes.
type Status struct {
	Running  bool
	Version  string
	Folder   string
	Socket   string
	Registry string
	// Bridge and Range are what it adds to the host's network while it runs.
	Bridge, Range string
	StandIns      bool
	// Disk lists the bytes on disk of each part of the cache folder.
	Disk []DiskUse
}

// DiskUse is the size of one part of the cache folder.
type DiskUse struct {
	What  string
	Bytes int64
}
