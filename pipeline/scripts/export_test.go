package scripts

// For the tests that read what scripts write, by packages that import this one.
var Python = python

// Starts is how many seconds Python may take to have started on a busy machine.
const Starts = starts

// Exporters are all exporters.
var Exporters = exporters
