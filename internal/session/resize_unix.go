//go:build unix

package session

import (
	"os"
	"os/signal"
	"syscall"
)

// onResize calls f when the terminal has another size, until stop is called.
func onResize(f func()) (stop func()) {
	c, done := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(c, syscall.SIGWINCH)
	go func() {
		for {
			select {
			case <-c:
				f()
			case <-done:
				return
			}
		}
	}()
	return func() {
		signal.Stop(c)
		close(done)
	}
}
