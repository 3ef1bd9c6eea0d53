//go:build linux

package testscripts_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"httpkit/client"
	"httpkit/internal/target"
)

// freePort gives a port of 127.0.0.1 that nobody listens on.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// launch runs the program with the arguments that args gives for a port, until the
// test ends, and waits until it answers. Another may take the port before it does:
// then there is a second and a third try.
func launch(t *testing.T, h home, args func(port string) []string) client.Address {
	t.Helper()
	for try := 1; ; try++ {
		port := freePort(t)
		addr := address(t, "127.0.0.1:"+port)
		err := attempt(t, h, addr, args(port))
		if err == nil {
			return addr
		}
		text, _ := os.ReadFile(h.log)
		if try == 3 {
			t.Fatalf("%s does not start: %v\n%s", h.program, err, text)
		}
		t.Logf("%s does not start, once more: %v\n%s", h.program, err, text)
	}
}

// attempt starts the program; an error is that it ended before it answered.
func attempt(t *testing.T, h home, addr client.Address, args []string) error {
	t.Helper()
	log, err := os.Create(h.log)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	cmd := exec.Command(h.program, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = h.dir, log, log
	cmd.Env = append(os.Environ(), "HOME="+h.dir, "XDG_DATA_HOME="+h.dir, "XDG_CONFIG_HOME="+h.dir)
	// A group of its own, so that its workers go with it; and it goes with us,
	// should this process be killed.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ctx, ended := context.WithCancelCause(context.Background())
	go func() {
		err := cmd.Wait()
		if err == nil {
			err = errors.New("it ended by itself")
		}
		ended(err)
	}()
	if err := ready(ctx, addr); err != nil {
		stop(t, cmd, ctx)
		return err
	}
	t.Cleanup(func() {
		if ctx.Err() != nil {
			text, _ := os.ReadFile(h.log)
			t.Errorf("%s ended in the middle: %v\n%s", h.program, context.Cause(ctx), text)
		}
		stop(t, cmd, ctx)
	})
	return nil
}

// stop ends the program with all its workers and waits for it.
func stop(t *testing.T, cmd *exec.Cmd, ctx context.Context) {
	if ctx.Err() == nil {
		cmd.Process.Signal(syscall.SIGTERM) // it may just have gone
		late := time.NewTimer(10 * time.Second)
		defer late.Stop()
		select {
		case <-ctx.Done():
		case <-late.C:
			t.Errorf("%s does not end on SIGTERM", cmd.Path)
		}
	}
	syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // what is left of its group, if anything
	<-ctx.Done()
}

// ready waits until the server answers a request; the error is why it never will.
func ready(ctx context.Context, addr client.Address) error {
	limited, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		err := target.Contact(limited, addr, client.Options{}, addr.Host, "/", patience)
		if err == nil {
			return nil
		}
		if u := (*target.Unready)(nil); errors.As(err, &u) && u.Err == nil {
			return err // it is up, but does not answer as it should
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-limited.Done():
			return err
		case <-again.C:
		}
	}
}

// setting writes a file of settings and gives its path.
func (h home) setting(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(h.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// behind serves handler on a port of its own, for a server that passes requests on.
func behind(t *testing.T, handler http.Handler) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{Handler: handler, ErrorLog: quiet()}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(l) }()
	t.Cleanup(func() {
		srv.Close()
		<-served
	})
	return l.Addr().String()
}
