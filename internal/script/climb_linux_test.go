package script

import (
	"fmt"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"httpkit/client"
	"httpkit/internal/suite"
)

// TestClimbFull: a server that no longer comes to accept, and whose queue is full,
// leaves the stage open; it is no fault of the kit's.
func TestClimbFull(t *testing.T) {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(fd)
	if err = syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err == nil {
		err = syscall.Listen(fd, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	name, err := syscall.Getsockname(fd)
	if err != nil {
		t.Fatal(err)
	}
	addr := fmt.Sprintf("127.0.0.1:%d", name.(*syscall.SockaddrInet4).Port)
	go func() { // one client is served
		c, _, err := syscall.Accept(fd)
		if err != nil {
			return
		}
		var b [1024]byte
		syscall.Read(c, b[:])
		syscall.Write(c, []byte(ok("x")))
		syscall.Close(c)
	}()
	stages := []*suite.Case{rung(t, 1, "", get+"= pass 200"), rung(t, 2, "", get+"= pass 200")}
	var waiting []net.Conn
	sum, err := Climb(t.Context(), stages, Options{Target: address(t, addr), Dial: client.Options{DialTimeout: 300 * time.Millisecond}}, func(r *suite.Result) bool {
		for len(waiting) < 16 { // until the queue is full
			c, err := net.DialTimeout("tcp", addr, 200*time.Millisecond)
			if err != nil {
				break
			}
			waiting = append(waiting, c)
		}
		return r.Verdict == suite.Pass
	})
	for _, c := range waiting {
		c.Close()
	}
	if err != nil || sum.Lost != "" {
		t.Fatalf("got %v, lost %q", err, sum.Lost)
	}
	if r := sum.Results[1]; r.Verdict != suite.Fail || !strings.HasPrefix(r.Reason, "the server takes no more connections") {
		t.Errorf("got %s, %q", r.Verdict, r.Reason)
	}
}
