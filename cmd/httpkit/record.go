package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"httpkit/client"
	"httpkit/internal/proxy"
)

const recordLong = `Record sits between a client (a browser, curl, a program of yours) and a server. It
passes every byte on unchanged, with FIN and RST as they come, and writes what was
said on each connection as a case into a folder: 001-get-index.txtar. The cases
pass when they are run against that server; what changes from answer to answer
(dates, tags, ages, cookies) is masked, and the address is \{$host}.

A content of more than 4 KiB is not written out. One that was sent is kept in a
file beside the case; of one that came the length is asked for, or its bytes where
it is a file of httpkit fixtures. What else changes from answer to answer a run
with --update finds and masks.

A connection without a byte (browsers open spare ones) makes no case. Of one that
the client left before the answer had come only the exchanges before are written,
and of one with more than 8 MiB what fits.

Bytes are passed on as they are: the Host field names this recorder, not the
target. To have it name the target, tell the client to connect here all the same:
curl --connect-to '::localhost:8889', chromium --host-resolver-rules.

Clients speak plain HTTP to the recorder; to the target it speaks TLS where that
is https://. It listens on this machine only, unless the address names another
interface (0.0.0.0:8889 for all).`

const recordExample = `  httpkit record --target localhost:8888 -o recorded
  httpkit test --target localhost:8888 recorded

  # a free port, the bytes as they are said, and an end after three connections
  httpkit record --listen :0 --target localhost:8888 -o recorded -v --count 3

  # masks what else changes
  httpkit test --target localhost:8888 recorded --update`

// recordFlags are the flags of record.
type recordFlags struct {
	listen, target, dir string
	count               int
	verbose             bool
	tls                 tlsFlags
}

func newRecord(o *options) *cobra.Command {
	var f recordFlags
	cmd := &cobra.Command{
		Use:     "record --target ADDR -o DIR",
		Short:   "Sit between a client and a server, and write what is said as cases",
		Long:    recordLong,
		Example: recordExample,
		GroupID: groupTalk,
		Args:    words(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return f.record(cmd.Context(), o, cmd.OutOrStdout())
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.listen, "listen", "localhost:8889", "take connections at this `ADDR`; port 0 is any free one")
	fl.StringVar(&f.target, "target", "", "the `ADDR` of the server: localhost:8888, https://..., unix:/path")
	fl.StringVarP(&f.dir, "out", "o", "", "write the cases into this `DIR`, which is made if need be")
	fl.IntVar(&f.count, "count", 0, "end after `N` connections on which something was said (0: only at Ctrl-C)")
	fl.BoolVarP(&f.verbose, "verbose", "v", false, "show the bytes of each connection when it ends")
	f.tls.add(fl)
	cobra.CheckErr(cmd.MarkFlagDirname("out"))
	return cmd
}

// record runs until ctx is cancelled, or --count is reached.
func (f *recordFlags) record(ctx context.Context, o *options, stdout io.Writer) error {
	target, dial, err := f.check()
	if err != nil {
		return err
	}
	folder, err := proxy.OpenFolder(f.dir, proxy.Server{Name: f.target, Host: target.Host})
	if err != nil {
		return usage("give a folder that you may write to", "-o %s: %v", f.dir, bareError(err))
	}
	l, err := proxy.Listen(ctx, f.listenAddr())
	if err != nil {
		return f.listenError(err)
	}
	if leadsTo(target, l.Addr()) {
		l.Close()
		return usage("", "--target %s: that is where the recorder itself listens", f.target)
	}
	folder.Listens(l.Addr())
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r := &recording{
		folder: folder, verbose: f.verbose, count: f.count, enough: cancel,
		out: stdout, paint: painter{o.colored(stdout)},
	}
	r.say(fmt.Sprintf("listening on http://%s, passing on to %s (Ctrl-C stops it)", shownAddr(f.listenAddr(), l.Addr()), shownWord(f.target)))
	p := &proxy.Proxy{Target: target, Dial: dial, Done: r.done}
	err = p.Serve(ctx, l)
	return errors.Join(err, r.summary(f))
}

// check reads the flags.
func (f *recordFlags) check() (client.Address, client.Options, error) {
	switch {
	case f.target == "":
		return client.Address{}, client.Options{}, usage("httpkit record --target localhost:8888 -o recorded", "no server to pass on to; name it with --target")
	case f.dir == "":
		return client.Address{}, client.Options{}, usage("httpkit record --target "+shellWord(f.target)+" -o recorded", "no folder for the cases; name it with -o")
	case f.count < 0:
		return client.Address{}, client.Options{}, usage("", "--count %d: want a number from 0", f.count)
	}
	target, err := client.ParseAddress(f.target)
	if err != nil {
		return target, client.Options{}, usage("", "--target: %v", err)
	}
	dial, err := f.tls.dial()
	return target, dial, err
}

// listenAddr is the address with its host: this machine, where none is named.
func (f *recordFlags) listenAddr() string {
	if strings.HasPrefix(f.listen, ":") {
		return "localhost" + f.listen
	}
	return f.listen
}

// listenError says why the address can't be had and what to do about it.
func (f *recordFlags) listenError(err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return usage("give another one, or let the system choose a free port: --listen :0",
			"--listen %s: another program listens there", f.listen)
	case errors.Is(err, syscall.EACCES):
		return usage("ports below 1024 are for the system; give a higher one: --listen :8889",
			"--listen %s: not allowed", f.listen)
	}
	return usage("want HOST:PORT, such as localhost:8889, :8889 or :0", "--listen %s: %v", f.listen, bareError(err))
}

// leadsTo reports whether the target is the address where we listen ourselves: each
// connection would make the next one.
func leadsTo(target client.Address, at net.Addr) bool {
	host, port, err := net.SplitHostPort(target.Addr)
	ours, ok := at.(*net.TCPAddr)
	if err != nil || !ok || port != fmt.Sprint(ours.Port) {
		return false
	}
	if ip := net.ParseIP(host); ip != nil {
		return ip.Equal(ours.IP) || ours.IP.IsUnspecified() && ip.IsLoopback()
	}
	return host == "localhost" && (ours.IP.IsLoopback() || ours.IP.IsUnspecified())
}

// bareError takes off what the flag says already.
func bareError(err error) error {
	if e, ok := errors.AsType[*os.PathError](err); ok {
		return e.Err
	}
	if e, ok := errors.AsType[*net.OpError](err); ok {
		return e.Err
	}
	return err
}
