package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"httpkit/client"
	"httpkit/internal/curl"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

const sendMoreLong = `

With several connections each line names its own: "* connect b" opens b, ">b" is
sent on it, "<b" comes from it. Requests below each other are pipelined; "* pause
1s" between two lines makes two writes of them.

--repeat plays it all again, on fresh connections each time, until Ctrl-C at the
latest. --time tells how long connecting and the TLS handshake took, and when,
counted from the first byte sent, the first and the last byte came; with --repeat
it is a table of the least, the median and the most.

--from-curl takes a command of curl as it was pasted ("-" reads it from standard
input, which spares its quotes from your shell) and sends what curl would send, to
the URL's host or to ADDR; of several URLs, or with --next, each request when the one
before is answered. --as-curl and --as-nc connect to nothing and print the command of
those programs that sends the nearest to the lines; on standard error stands what it
would send otherwise. Quotes that begin with $' are for bash or zsh.

--json writes one document with what happened and how it reads as HTTP; its
members are described in docs/send.schema.json.`

const sendMoreExample = `
  httpkit send localhost:8888 --get / --repeat 100 --time
  httpkit send localhost:8888 --get / --json | jq '.exchanges[].connections[].ended'
  httpkit send --from-curl "curl -d a=1 http://localhost:8888/echo" --dry-run
  httpkit send localhost:8888 --get / --as-curl`

// sendMore are the flags of send that show it in other forms, repeat it, or take
// it from elsewhere.
type sendMore struct {
	repeat       int
	json, time   bool
	fromCurl     string
	asCurl, asNC bool

	curl *curl.Command // what fromCurl came to
}

func (m *sendMore) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.IntVar(&m.repeat, "repeat", 1, "play it `N` times, on fresh connections each time")
	fl.BoolVar(&m.time, "time", false, "tell how long it took to connect, and to the first and last byte")
	fl.BoolVar(&m.json, "json", false, "write what happened as one JSON document")
	fl.StringVar(&m.fromCurl, "from-curl", "", "send what this `COMMAND` of curl would send (-: read it from standard input)")
	fl.BoolVar(&m.asCurl, "as-curl", false, "print the command of curl that sends the same, and connect to nothing")
	fl.BoolVar(&m.asNC, "as-nc", false, "print the command of nc that sends the same, and connect to nothing")
	cmd.Long += sendMoreLong
	cmd.Example += sendMoreExample
}

// given reports whether one of the flags was.
func (m *sendMore) given(cmd *cobra.Command) bool {
	for _, name := range []string{"repeat", "time", "json", "from-curl", "as-curl", "as-nc"} {
		if cmd.Flags().Changed(name) {
			return true
		}
	}
	return false
}

// arguments checks the number of words: a command of curl brings an address along.
func (m *sendMore) arguments(cmd *cobra.Command, args []string) error {
	if cmd.Flags().Changed("from-curl") {
		return words(0, 1, "the address")(cmd, args)
	}
	return words(1, -1, "the address")(cmd, args)
}

// playing is what is needed to play and to tell it.
type playing struct {
	f     *sendFlags
	c     *suite.Case
	to    string // the address as it was given
	addr  client.Address
	dial  client.Options
	out   io.Writer
	err   io.Writer
	paint painter
}

// all plays all the rounds and tells them. The exchange is that of the last one;
// the error is one of writing.
func (p *playing) all(ctx context.Context) (*exchange, error) {
	f := p.f
	var doc *sendDocument
	if f.more.json {
		doc = newSendDocument(p.to, f.more.repeat)
	}
	var sum timeTable
	var x *exchange
	silent := 0
	for round := 1; round <= f.more.repeat; round++ {
		x = f.play(ctx, p.c, p.addr, p.dial)
		if x.silent {
			silent++
		}
		whole := ctx.Err() == nil && (x.err == nil || x.happened())
		if whole {
			sum.add(x.played)
		}
		switch {
		case doc != nil:
			doc.add(round, p.c.Sections, x)
		case f.more.time && f.more.repeat > 1 && (x.err == nil || ctx.Err() != nil):
		default:
			if err := p.show(round, x); err != nil {
				return x, err
			}
		}
		if f.more.repeat == 1 {
			p.tellBroken(x)
		}
		if x.err != nil || !x.happened() || ctx.Err() != nil {
			break
		}
	}
	if x.err == nil {
		x.err = playError(ctx, ctx.Err())
	}
	x.silent = false
	switch {
	case silent > 0 && f.more.repeat > 1:
		fmt.Fprintf(p.err, "no whole answer came within %s, %d times\n", f.timeout, silent)
	case silent > 0 && x.err == nil:
		fmt.Fprintf(p.err, "no whole answer came within %s\n", f.timeout)
	}
	switch {
	case doc != nil:
		return x, doc.write(p.out, &sum, x.err)
	case f.more.time && f.more.repeat > 1:
		return x, sum.write(p.out, f.more.repeat)
	}
	return x, nil
}

// show tells one round, with a heading where there are several.
func (p *playing) show(round int, x *exchange) error {
	if p.f.more.repeat > 1 && !p.f.raw && x.happened() {
		heading := fmt.Sprintf("# %d of %d", round, p.f.more.repeat)
		if round > 1 {
			fmt.Fprintln(p.out)
		}
		if err := printLines(p.out, p.paint, []string{heading}); err != nil {
			return err
		}
	}
	return p.f.show(p.out, p.paint, x.played)
}

// tellBroken says in a sentence what became of an answer that broke off. Where the
// lines judge what comes, they have said it.
func (p *playing) tellBroken(x *exchange) {
	if x.err != nil {
		return
	}
	for _, s := range p.c.Sections {
		for _, l := range s.Lines {
			if l.Kind == wire.Expected || l.Kind == wire.RuleLine || l.Kind == wire.Event && l.Do.Op.IsObservation() {
				return
			}
		}
	}
	for _, t := range x.played {
		for _, c := range connections(t) {
			if c.broken != "" {
				name := ""
				if c.name != "" {
					name = ", connection " + c.name
				}
				fmt.Fprintf(p.err, "%s%s: %s\n", p.to, name, c.broken)
			}
		}
	}
}
