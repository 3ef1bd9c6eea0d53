//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package script

import (
	"os"
	"path/filepath"
	"syscall"
)

// lockName is a file in the folder of a stage that its process holds locked.
const lockName = "lock"

// hold locks the folder as long as the process lives. The lock gets its name when it
// is held: whoever sees it without one sees the folder of a process that is gone.
func (s *stage) hold() error {
	f, err := os.CreateTemp(s.dir, "held-")
	if err != nil {
		return err
	}
	s.lock = f
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return err
	}
	return os.Rename(f.Name(), filepath.Join(s.dir, lockName))
}

// sweep removes the folders beside that processes left which were killed: the memory
// they are in would be lost until the machine is started anew.
func sweep(root string) {
	locks, _ := filepath.Glob(filepath.Join(root, stagePrefix+"*", lockName))
	for _, name := range locks {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
			removeAll(filepath.Dir(name))
		}
		f.Close()
	}
}
