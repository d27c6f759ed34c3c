package main

import (
	"fmt"

	"python-pipeline/ci/diskspace"
	"python-pipeline/ci/engine"
	"python-pipeline/ci/engine/embedded"
	"python-pipeline/ci/summary"
)

// littleRoom is what the engine may need, in bytes, to unpack one image. Where
// less is left it may fail with other words than those of a full disk.
const littleRoom = 1_000_000_000

// advised adds to an error of the engine that its disk is full, or nearly so,
// and what to do about it.
func (j *job) advised(err error) error {
	if err == nil || diskspace.Full(err) || j.session.Kind != engine.KindEmbedded {
		return diskspace.Advise(err, j.roomAdvice())
	}
	room, known := embedded.Room(j.config.CacheDir)
	if !known || room >= littleRoom {
		return err
	}
	left := "only " + summary.Size(room)
	if room == 0 {
		left = "nothing"
	}
	return fmt.Errorf("%w; the engine's disk has %s left: %s", err, left, j.roomAdvice())
}

// roomAdvice says where room is needed when the engine's disk is full.
func (j *job) roomAdvice() string {
	if j.session.Kind == engine.KindEmbedded {
		return embedded.RoomAdvice(j.config.CacheDir)
	}
	return "free some space where the engine keeps its build cache"
}
