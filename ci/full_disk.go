package main

import (
	"python-pipeline/ci/diskspace"
	"python-pipeline/ci/engine"
	"python-pipeline/ci/engine/embedded"
)

// advised adds to an error of the engine that its disk is full, or nearly so,
// and what to do about it.
func (j *job) advised(err error) error {
	if j.session.Kind == engine.KindEmbedded {
		return embedded.AdviseRoom(err, j.config.CacheDir)
	}
	return diskspace.Advise(err, j.roomAdvice())
}

// roomAdvice says where room is needed when the engine's disk is full.
func (j *job) roomAdvice() string {
	if j.session.Kind == engine.KindEmbedded {
		return embedded.RoomAdvice(j.config.CacheDir)
	}
	return "free some space where the engine keeps its build cache"
}
