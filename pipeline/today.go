package main

import "time"

// today is part of what a step depends on whose outcome holds for a day.
func today() string { return time.Now().UTC().Format(time.DateOnly) }
