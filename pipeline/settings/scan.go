package settings

// Scan is what the scan of the image does not let pass.
type Scan struct {
	// Severity is the mildest that stops an image.
	Severity string `toml:"severity" json:"severity" doc:"mildest severity that stops an image: \"CRITICAL\", \"HIGH\", \"MEDIUM\", \"LOW\" or \"UNKNOWN\"; a secret of the app stops it at any"`
	// IgnoreUnfixed lets vulnerabilities pass for which there is no fix yet.
	IgnoreUnfixed bool `toml:"ignore-unfixed" json:"ignore-unfixed" doc:"let vulnerabilities pass for which there is no fix yet"`
	// ExitOnEOL stops an image on a distribution without security updates.
	ExitOnEOL bool `toml:"exit-on-eol" json:"exit-on-eol" doc:"stop an image on a distribution that gets no security updates any more"`
	// Ignorefile lists what is accepted, relative to the app's folder.
	Ignorefile string `toml:"ignorefile" json:"ignorefile" default:".trivyignore.yaml or .trivyignore" doc:"file of findings that are accepted, best each until a day and with a reason"`
}
