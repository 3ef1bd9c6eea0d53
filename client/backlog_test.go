//go:build linux

package client

import (
	"fmt"
	"syscall"
	"testing"
	"time"
)

// A server whose queue is full does not answer a SYN: the dial times out, also
// where no timer of the dialer runs (numbers) and where one does (names).
func TestDialTimesOut(t *testing.T) {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(fd)
	if err := syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Listen(fd, 0); err != nil {
		t.Fatal(err)
	}
	name, err := syscall.Getsockname(fd)
	if err != nil {
		t.Fatal(err)
	}
	port := name.(*syscall.SockaddrInet4).Port
	a, _ := ParseAddress(fmt.Sprintf("127.0.0.1:%d", port))
	filled := false
	for range 10 { // how many fit is the kernel's affair
		c, err := Dial(within(t), a, &Options{DialTimeout: 100 * time.Millisecond})
		if err == nil {
			t.Cleanup(c.shut)
			continue
		}
		wantDialError(t, err, TimedOut, a.Addr+": no connection within 100ms")
		filled = true
		break
	}
	if !filled {
		t.Skip("ten connections fit in a queue of none")
	}
	a, _ = ParseAddress(fmt.Sprintf("localhost:%d", port))
	if _, err = Dial(within(t), a, &Options{DialTimeout: 100 * time.Millisecond}); err != nil {
		var e *DialError
		if e = err.(*DialError); e.Kind != TimedOut && e.Kind != Refused {
			t.Errorf("got %v: %v", e.Kind, e)
		}
	} else {
		t.Error("localhost: it connected")
	}
}
