package main

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"unsafe"
)

// openTerminal gives both ends of a pseudo-terminal.
func openTerminal(t *testing.T) (ours, theirs *os.File) {
	t.Helper()
	ours, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo-terminal: %v", err)
	}
	t.Cleanup(func() { ours.Close() })
	var n, unlock uint32
	conn, err := ours.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	conn.Control(func(fd uintptr) {
		if _, _, e := syscall.Syscall(syscall.SYS_IOCTL, fd, syscall.TIOCSPTLCK, uintptr(unsafe.Pointer(&unlock))); e != 0 {
			err = e
		}
		if _, _, e := syscall.Syscall(syscall.SYS_IOCTL, fd, syscall.TIOCGPTN, uintptr(unsafe.Pointer(&n))); e != 0 {
			err = e
		}
	})
	if err == nil {
		theirs, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|syscall.O_NOCTTY, 0)
	}
	if err != nil {
		t.Skipf("no pseudo-terminal: %v", err)
	}
	return ours, theirs
}

// TestWatchTerminal: on a terminal each run begins on an empty screen, and the
// terminal's own Ctrl-C ends it.
func TestWatchTerminal(t *testing.T) {
	t.Parallel()
	ours, theirs := openTerminal(t)
	dir := t.TempDir()
	put(t, dir, "a.txtar", casePasses)
	w := &watched{t: t, dir: dir, cmd: exec.Command("httpkit", "test", "reference:hello", "a.txtar", "--watch")}
	w.cmd.Dir, w.cmd.Env = dir, append(os.Environ(), "TERM=xterm", "NO_COLOR=")
	w.cmd.Stdin, w.cmd.Stdout, w.cmd.Stderr = theirs, theirs, theirs
	w.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := w.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	theirs.Close()
	t.Cleanup(func() { w.cmd.Process.Kill() })
	w.listen(ours)
	w.says(`1 passed.* in `, `\x1b\[2mwatching a.txtar; Ctrl-C ends it`)
	put(t, dir, "a.txtar", caseFails)
	w.says(`\x1b\[H\x1b\[2J.*changed: a.txtar`, `1 failed.* in `, `watching a.txtar`)
	if _, err := ours.WriteString("\x03"); err != nil {
		t.Fatal(err)
	}
	w.says(`httpkit test: interrupted`)
	if status, err := exitStatus(w.cmd.Wait()); err != nil || status != exitInterrupted {
		t.Errorf("got exit status %d, %v; want 130", status, err)
	}
}
