// Package script is what a case can do: it plays transcripts on real sockets,
// as often as sweeps and splits ask for, and judges what comes.
//
// Use [Run] for whole cases (a testscript each, in parallel as far as Options
// say) and [Play] for one transcript, as `httpkit send` does.
//
// It is the only package that imports testscript. Nothing here decides what is
// right: package judge does, from what was seen so far. This package has the
// clock, and so it alone makes the events quiet and timeout.
package script
