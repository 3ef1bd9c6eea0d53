//go:build unix

package target

import (
	"net"
	"os"
	"syscall"
	"testing"
)

// A server that lets only one connection wait: those that come too fast are
// dropped and tried again by the kernel a second later.
func TestWorkersWithShortBacklog(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		serve manner
		took  int
	}{
		{"a single queue", serial, 1},
		{"two workers", workers(2), 2},
		{"eight workers", workers(8), 8},
		{"no limit", unlimited, 17},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWitnessOn(t, listenShort(t), test.serve)
			got, err := Workers(t.Context(), w.target(), 0)
			if err != nil || got.Took != test.took {
				t.Errorf("got %+v and %v, want %d", got, err, test.took)
			}
		})
	}
}

// listenShort listens with a backlog of 1, as the tutorials do.
func listenShort(t *testing.T) net.Listener {
	t.Helper()
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	file := os.NewFile(uintptr(fd), "listener")
	defer file.Close()
	if err := syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Listen(fd, 1); err != nil {
		t.Fatal(err)
	}
	l, err := net.FileListener(file)
	if err != nil {
		t.Fatal(err)
	}
	return l
}
