// Package process runs a command line in a session of its own, knows which
// processes came of it, where they listen and what they said last, and ends all
// of them.
//
// Use [Start] to run one and [Process.Stop] to end it, whatever became of it.
//
// What a system does not tell is said, never guessed: on Linux the processes are
// found by their session, their parents and a mark in their environment, and those
// whose parents have ended become our children, so that one that went to the
// background by itself is found too; on other unix systems only the process group is
// known; on Windows all of them are in one job.
package process
