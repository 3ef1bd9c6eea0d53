package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"httpkit/client"
)

const sendLong = `Send says exactly the bytes you write, adds nothing, and shows exactly the bytes
that come back, how the connection ended, and when.

A LINE is a line of the notation: "> " what is sent, "< " what must come back,
"* " an event, "= " a rule. A line without a gutter is sent. Every line spells its
own ending: \r\n, \n, \r, or a lone \ for none (--crlf adds \r\n where it is
missing). All lines to be sent go out in one write; an event makes two of them.
Where a line that is judged does not hold, the exit status is 1.

Without LINEs they are read from the file of -f or from standard input; there they
may be without gutters where none has one, the empty ones too. Where standard input
is a terminal, send is a session: what you type is sent line by line with a visible
\r\n, and lines such as :get /, :again, :explain, :save NAME, :help are commands.

ADDR is host:port, :8888, http://host/, https://host/ or unix:/path.

When the answer is complete, send waits 200 ms for what else may come (--wait),
notes whether the connection is open, and ends it.

What --save writes is played once more where that only asks (GET, HEAD, OPTIONS,
TRACE): so what changes from answer to answer is found and masked. A large content
that was sent is kept in a file beside the case.`

const sendExample = `  httpkit send localhost:8888 'GET / HTTP/1.1\r\n' 'Host: localhost\r\n' '\r\n'
  httpkit send localhost:8888 --crlf 'GET / HTTP/1.1' 'Host: localhost' ''
  httpkit send localhost:8888 --crlf < request.txt
  httpkit send localhost:8888
  httpkit send localhost:8888 --get /hello.txt
  httpkit send localhost:8888 'GET / HT\' '* pause 1s' 'TP/1.1\r\n' '\r\n'
  httpkit send localhost:8888 -f talk.txt --save mine.txtar
  httpkit send https://localhost:8443 --insecure --get / --raw > page.html`

// sendFlags are the flags of send.
type sendFlags struct {
	file, get, save        string
	crlf, fin              bool
	hex, raw, dryRun       bool
	wait, timeout          time.Duration
	host, path, echo, flds string
	tls                    tlsFlags
	more                   sendMore
	session                bool
}

func newSend(o *options) *cobra.Command {
	var f sendFlags
	cmd := &cobra.Command{
		Use:               "send ADDR [LINE...]",
		Short:             "Send exact bytes to a server and show what comes back",
		Long:              sendLong,
		Example:           sendExample,
		GroupID:           groupTalk,
		Args:              f.more.arguments,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE:              func(cmd *cobra.Command, args []string) error { return f.send(cmd, o, args) },
	}
	fl := cmd.Flags()
	fl.StringVarP(&f.file, "file", "f", "", "play the transcript, or the case, in this `FILE`")
	fl.BoolVarP(&f.session, "interactive", "i", false, "converse, though standard input is no terminal")
	fl.StringVar(&f.get, "get", "", "send a GET for this `PATH`, with Host and Connection: close")
	fl.BoolVar(&f.crlf, "crlf", false, "add \\r\\n to lines without a written ending")
	fl.BoolVar(&f.fin, "fin", false, "send FIN when all is sent (* close-write)")
	fl.DurationVar(&f.wait, "wait", 200*time.Millisecond, "how long to wait for more when the answer is complete")
	fl.DurationVar(&f.timeout, "timeout", 5*time.Second, "how long to wait for an answer, since the last byte")
	fl.BoolVar(&f.hex, "hex", false, "show the bytes in hexadecimal too")
	fl.BoolVar(&f.raw, "raw", false, "write the bytes that came, and nothing else, to standard output")
	fl.BoolVar(&f.dryRun, "dry-run", false, "show what would be sent and connect to nothing")
	fl.StringVar(&f.save, "save", "", "write what just happened as a case to this `FILE` (.txtar)")
	fl.StringVar(&f.host, "host", "", "the `VALUE` of \\{$host} (default: the address)")
	fl.StringVar(&f.path, "path", "", "the `VALUE` of \\{$path} (default: that of the address, else /)")
	fl.StringVar(&f.echo, "echo", "/echo", "the `VALUE` of \\{$echo}")
	fl.StringVar(&f.flds, "fields", "/fields", "the `VALUE` of \\{$fields}")
	f.tls.add(fl)
	f.more.add(cmd)
	keepApart(cmd, exclusive)
	return cmd
}

func (f *sendFlags) send(cmd *cobra.Command, o *options, args []string) error {
	if err := f.check(cmd.Flags()); err != nil {
		return err
	}
	to, lines, err := f.target(cmd, args)
	if err != nil {
		return err
	}
	addr, err := client.ParseAddress(to)
	if err != nil {
		return usage("", "%v", err)
	}
	dial, err := f.tls.dial()
	if err != nil {
		return err
	}
	dial.DialTimeout = f.timeout
	f.defaults(addr)
	if f.session && len(lines) > 0 {
		return usage("type them, or leave out --interactive", "%s: lines can't be given beside --interactive", lines[0])
	}
	if f.converses(cmd, lines) {
		return f.converse(cmd, o, addr, dial)
	}
	c, err := f.transcript(lines, cmd.InOrStdin())
	if err != nil {
		return err
	}
	if f.save != "" {
		if err := canSave("--save ", f.save); err != nil {
			return err
		}
	}
	out, errOut := cmd.OutOrStdout(), cmd.ErrOrStderr()
	paint := painter{o.colored(out)}
	switch {
	case f.more.asCurl || f.more.asNC:
		return f.printCommands(out, errOut, c, addr)
	case f.dryRun:
		return printLines(out, paint, plannedLines(c.Sections, f.env(c)))
	}
	p := &playing{f: f, c: c, to: to, addr: addr, dial: dial, out: out, err: errOut, paint: paint}
	x, err := p.all(cmd.Context())
	if err != nil {
		return err
	}
	if f.save != "" && x.happened() {
		s := f.saving(cmd.Context(), f.save, to, addr)
		if x.err != nil || x.silent {
			s.busy = "it did not come to its end"
		}
		remarks, err := s.write(x.played)
		if err != nil {
			return err
		}
		fmt.Fprintln(errOut, strings.Join(remarks, "\n"))
	}
	if x.err == nil && !x.happened() {
		fmt.Fprintln(errOut, "nothing was said: no line sends anything; * connect opens a connection all the same")
	}
	return x.err
}

// defaults fills in the values that the address gives.
func (f *sendFlags) defaults(a client.Address) {
	if f.host == "" {
		f.host = a.Host
	}
	if f.path == "" {
		f.path = "/"
		if a.Path != "" {
			f.path = a.Path
		}
	}
}

// printLines prints lines of the notation.
func printLines(w io.Writer, p painter, lines []string) error {
	for _, l := range lines {
		if _, err := fmt.Fprintln(w, p.line(l)); err != nil {
			return err
		}
	}
	return nil
}
