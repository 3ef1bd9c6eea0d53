package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"httpkit/internal/fixtures"
	"httpkit/reference"
)

const serveLong = `Serve is a strict little origin server: it does all that RFC 9110 and 9112 ask of
one. With --fault it goes wrong at one place; with --as it is the server of a
tutorial, faults and all (a persona), or a persona with one more deliberate slip.
It serves httpkit's own small folder of files, or yours; POST /echo answers with
what it was sent, /fields with the field lines it received.

Each exchange is printed when its connection ends, as the client saw it:
> is what the client sent, < is what we answered, * is what happened.`

const serveExample = `  httpkit serve
  httpkit serve --fault date-missing
  httpkit serve --as hello
  httpkit serve --as files --docroot ./site --addr :8080
  httpkit serve --as page --addr localhost:0     # the system chooses a free port
  httpkit serve --list                           # everything it can be`

// serveFlags are the flags of serve.
type serveFlags struct {
	addr, docroot, as string
	faults            []string
	list, quiet       bool
}

func newServe(o *options) *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:     "serve [--fault NAME | --as PERSONA]",
		Short:   "Be a strict server, a faulty one, or a tutorial's, and log what is said",
		Long:    serveLong,
		Example: serveExample,
		GroupID: groupTalk,
		Args:    words(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if f.list {
				return listPersonas(cmd.OutOrStdout())
			}
			return f.serve(cmd.Context(), o, cmd.OutOrStdout())
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.addr, "addr", "localhost:8888", "listen at this `HOST:PORT`; port 0 is any free one")
	fl.StringVar(&f.docroot, "docroot", "", "serve this `DIR` instead of httpkit's own files")
	fl.StringVar(&f.as, "as", "", "the `PERSONA` or slip to be, see --list")
	fl.StringSliceVar(&f.faults, "fault", nil, "be the strict server with these `NAMES` of faults and variants, see --list")
	fl.BoolVar(&f.list, "list", false, "list all that it can be, and stop")
	fl.BoolVarP(&f.quiet, "quiet", "q", false, "don't log the exchanges")
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc("as", completePersonas))
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc("fault", completeFaults))
	keepApart(cmd, []contrary{{[]string{"as", "fault"}, "a fault or variant is of the strict server"}})
	cobra.CheckErr(cmd.MarkFlagDirname("docroot"))
	return cmd
}

// serve runs until ctx is cancelled, which is the usual way to end it.
func (f *serveFlags) serve(ctx context.Context, o *options, stdout io.Writer) error {
	name := f.as
	if len(f.faults) > 0 {
		name = strings.Join(f.faults, ",")
	}
	if err := checkServer(name); err != nil {
		return err
	}
	if f.docroot != "" && !servesFiles(name) {
		return usage("leave --docroot out", "--docroot %s: %s serves no files", f.docroot, name)
	}
	root, err := f.root()
	if err != nil {
		return err
	}
	config := reference.Config{Docroot: root}
	out := &lockedWriter{w: stdout}
	if !f.quiet {
		config.Wrap = newExchangeLog(out, painter{o.colored(stdout)}).wrap
	}
	srv, err := reference.Start(f.addr, name, config)
	if err != nil {
		return f.listenError(err)
	}
	as := ""
	if name != "" {
		as = ", as " + name
	}
	fmt.Fprintf(out, "listening on http://%s%s (Ctrl-C stops it)\n", shownAddr(f.addr, srv.Addr()), as)
	<-ctx.Done()
	return stop(ctx, srv, out)
}

// stopTime is how long requests that have begun may take when the server is to end.
const stopTime = 5 * time.Second

// stop lets the strict server answer what has begun, for a while or until it is told
// to end once more. A persona ends as the original does.
func stop(ctx context.Context, srv *reference.Server, out io.Writer) error {
	if srv.Persona() {
		return srv.Close()
	}
	again, stopped := signal.NotifyContext(context.WithoutCancel(ctx), os.Interrupt, syscall.SIGTERM)
	defer stopped()
	bounded, cancel := context.WithTimeout(again, stopTime)
	defer cancel()
	err := srv.Shutdown(bounded)
	if err != nil && bounded.Err() != nil {
		fmt.Fprintln(out, "stopped; not all requests that had begun were answered")
		return nil
	}
	return err
}

// root gives the folder to serve. A link in it can't lead out.
func (f *serveFlags) root() (fs.FS, error) {
	if f.docroot == "" {
		return fixtures.FS(), nil
	}
	info, err := os.Stat(f.docroot)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, usage("httpkit fixtures "+f.docroot+" writes one with httpkit's own files", "--docroot %s: no such folder", f.docroot)
	case err != nil:
		return nil, usage("", "--docroot: %v", err)
	case !info.IsDir():
		return nil, usage("", "--docroot %s: is a file, want a folder", f.docroot)
	}
	dir, err := os.OpenRoot(f.docroot)
	if err != nil {
		return nil, usage("", "--docroot: %v", err)
	}
	return dir.FS(), nil
}

// listenError says why the address can't be had and what to do about it.
func (f *serveFlags) listenError(err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return usage("give another one with --addr, or let the system choose a free port: --addr localhost:0",
			"--addr %s: another program listens there", f.addr)
	case errors.Is(err, syscall.EACCES):
		return usage("ports below 1024 are for the system; give a higher one: --addr localhost:8888",
			"--addr %s: not allowed", f.addr)
	}
	return usage("want HOST:PORT, such as localhost:8888, :8080 or localhost:0", "--addr %s: %v", f.addr, err)
}

// shownAddr is the address as one can type it: the host that was asked for,
// with the port that was got.
func shownAddr(asked string, got net.Addr) string {
	_, port, err := net.SplitHostPort(got.String())
	if err != nil {
		return got.String()
	}
	host, _, _ := net.SplitHostPort(asked)
	switch host {
	case "", "0.0.0.0", "::":
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

// lockedWriter lets several connections print, one after the other.
type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(b)
}
