package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"httpkit/client"
	"httpkit/internal/fixtures"
	"httpkit/internal/report"
	"httpkit/internal/script"
	targets "httpkit/internal/target"
)

// offer says that the kit may write into the served folder, where it may.
func (s *startFlags) offer(forced targets.Forced) {
	const name = "docroot"
	if _, said := forced[name]; said || s.docroot == "" && !targets.NamesDocroot(s.command) {
		return
	}
	forced[name] = targets.Found{Name: name, Offered: true, Why: "--docroot"}
	if s.docroot == "" {
		forced[name] = targets.Found{Name: name, Offered: true, Why: "{docroot}"}
	}
}

// fill puts the kit's files into a folder, "" for none. It overwrites nothing of
// the user's.
func (s *startFlags) fill(dir string) error {
	if dir == "" {
		return nil
	}
	lost, err := fixtures.Conflicts(dir)
	if err == nil && len(lost) > 0 {
		return usage("give another folder, or move these files away",
			"--docroot %s: has files of these names with other bytes: %s", dir, strings.Join(lost, ", "))
	}
	if err == nil {
		err = fixtures.Write(dir)
	}
	if err != nil {
		return usage("", "--docroot %s: %v", dir, err)
	}
	return nil
}

// refill puts the files back into their folder, nil where there is none.
func refill(dir string) func() error {
	if dir == "" {
		return nil
	}
	return func() error { return fixtures.Write(dir) }
}

// startServer starts the user's server.
func (f *testFlags) startServer(ctx context.Context) (*target, error) {
	s := &f.start
	if f.target != "" {
		if _, err := client.ParseAddress(strings.ReplaceAll(f.target, "{port}", "8888")); err != nil {
			return nil, usage("", "--target: %v", err)
		}
	}
	dial, err := f.tls.dial()
	if err != nil {
		return nil, err
	}
	ready, err := targets.ParseReady(s.ready)
	if err != nil {
		return nil, usage("", "--ready %v", err)
	}
	t := &target{}
	folder, err := t.folder(s)
	if err != nil {
		t.remove()
		return nil, err
	}
	t.server, err = targets.Start(ctx, targets.StartOptions{
		Command: s.command, Target: f.target, Docroot: folder, Ours: t.docroot != "", Fill: refill(folder),
		Ready: ready, Timeout: s.timeout, Dial: dial, Host: f.host,
	})
	if err != nil {
		t.remove()
		return nil, unstarted(ctx, err)
	}
	t.addr = t.server.Addr()
	if t.name = f.target; t.name == "" || strings.Contains(t.name, "{port}") {
		t.name = t.addr.String()
	}
	return t, nil
}

// folder gives the folder to serve, with the kit's files in it: the user's, or one
// for this run where only the command asks for it.
func (t *target) folder(s *startFlags) (dir string, err error) {
	switch {
	case s.docroot != "":
		if dir, err = filepath.Abs(s.docroot); err != nil {
			return "", usage("", "--docroot %s: %v", s.docroot, err)
		}
	case targets.NamesDocroot(s.command):
		if dir, err = os.MkdirTemp("", "httpkit-docroot-"); err != nil {
			return "", usage("name one with --docroot", "no folder for the server to serve: %v", err)
		}
		t.docroot = dir
		if err := os.Chmod(dir, 0o755); err != nil { // the server may run as another user
			return "", err
		}
	}
	return dir, s.fill(dir)
}

// remove removes the folder of this run.
func (t *target) remove() {
	if t.docroot != "" {
		os.RemoveAll(t.docroot)
	}
}

// close stops the server, if it is ours, and tells what went wrong with that.
func (t *target) close(cmd *cobra.Command) {
	if t.embedded != nil {
		t.embedded.Close()
	}
	if t.server != nil {
		if said := t.server.Stop(); said != "" {
			fmt.Fprintf(cmd.ErrOrStderr(), "%s: the server %s\n", cmd.CommandPath(), said)
		}
	}
	t.remove()
}

// keeper is who watches the server, nil for nobody.
func (t *target) keeper() script.Keeper {
	if t.server == nil {
		return nil
	}
	return t.server
}

// now is where the target is: one that was started again may have another port.
func (t *target) now() client.Address {
	if t.server != nil {
		t.addr = t.server.Addr()
	}
	return t.addr
}

// started says how the server was started, "" where it was not by us.
func (t *target) started() string {
	if t.server == nil {
		return ""
	}
	how := t.server.Command()
	if took := t.server.Took(); took > 0 {
		how += fmt.Sprintf(", ready on %s after %s", t.server.Addr(), report.Duration(took))
	}
	return how
}

// unstarted is the error of a server that did not become ready.
func unstarted(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return err
	}
	return &exitError{status: exitUnreached, msg: err.Error(), err: err}
}

// told makes an exchange with the target, again as long as it may still be on its
// way, and adds to an error what the server says for itself.
func (t *target) told(ctx context.Context, exchange func() error) error {
	for {
		err := exchange()
		u, ok := errors.AsType[*targets.Unready](err)
		if !ok || t.server == nil || ctx.Err() != nil {
			return err
		}
		if refused(u) && t.server.Await(ctx) {
			continue
		}
		return &exitError{status: exitUnreached, msg: t.saying(ctx, u), err: err}
	}
}

// saying puts together what was seen of the server and what it says for itself.
func (t *target) saying(ctx context.Context, u *targets.Unready) string {
	own := *u
	gone := refused(u) || u.Ended && t.ends(ctx)
	if gone {
		own.Hint = ""
	}
	msg := own.Error()
	lines := t.server.LastLines()
	if gone {
		var why string
		why, lines = t.server.Died(ctx)
		msg += "\n\t" + why
	}
	for _, l := range lines {
		msg += "\n\t| " + l
	}
	if gone && u.Asked == "" {
		msg += "\n\tbefore the cases are played, GET of a path must be answered 2xx; --path names another one"
	}
	return msg
}

// ends waits a moment for the end of a server that has ended a connection: a
// program that fails closes its connections before it has ended.
func (t *target) ends(ctx context.Context) bool {
	timer := time.NewTimer(500 * time.Millisecond)
	defer timer.Stop()
	select {
	case <-t.server.Ended():
		return true
	case <-timer.C:
	case <-ctx.Done():
	}
	return t.hasEnded()
}

// refused tells whether nobody took the connection.
func refused(u *targets.Unready) bool {
	de, ok := errors.AsType[*client.DialError](u)
	return ok && de.Kind == client.Refused
}

func (t *target) hasEnded() bool {
	select {
	case <-t.server.Ended():
		return true
	default:
		return false
	}
}
