//go:build unix

package process

import (
	"fmt"
	"os"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// exit puts into words how a process ended.
func exit(s *os.ProcessState) string {
	w, ok := s.Sys().(syscall.WaitStatus)
	if !ok {
		return s.String()
	}
	if w.Signaled() {
		text := "killed by " + signal(w.Signal())
		if w.CoreDump() {
			text += ", core dumped"
		}
		return text
	}
	text := fmt.Sprintf("exit status %d", w.ExitStatus())
	// A shell that ran the program itself ends like this when a signal has ended it.
	if n := syscall.Signal(w.ExitStatus() - 128); n > 0 && unix.SignalName(n) != "" {
		text += ", which is how a shell says: killed by " + signal(n)
	}
	return text
}

// signal gives the name and the meaning: SIGSEGV (segmentation fault).
func signal(n syscall.Signal) string {
	name := unix.SignalName(n)
	if name == "" {
		return fmt.Sprintf("signal %d", int(n))
	}
	return fmt.Sprintf("%s (%s)", name, strings.ToLower(n.String()))
}

// The exit statuses of a shell that could not run the program.
const (
	shellNotFound = 127
	shellNotRun   = 126
)
