package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"httpkit/internal/curl"
	"httpkit/internal/wire"
)

// target gives the address and the lines of the arguments. A command of curl is
// read here, and brings its own address.
func (f *sendFlags) target(cmd *cobra.Command, args []string) (to string, lines []string, err error) {
	if !cmd.Flags().Changed("from-curl") {
		if strings.HasPrefix(args[0], "curl ") {
			return "", nil, usage("httpkit send --from-curl "+shellWord(printable(args[0])), "that is a command, and no address")
		}
		return args[0], args[1:], nil
	}
	text := f.more.fromCurl
	if text == "-" {
		if isTerminal(cmd.InOrStdin()) {
			fmt.Fprintln(cmd.ErrOrStderr(), "paste the command of curl, then Enter and Ctrl-D:")
		}
		b, err := readAll(cmd.Context(), cmd.InOrStdin())
		if err != nil {
			return "", nil, err
		}
		text = string(b)
	}
	c, err := curl.Parse(text, os.ReadFile)
	if e, ok := errors.AsType[*curl.Error](err); ok {
		hint := printable(e.Hint)
		if strings.TrimSpace(text) == "curl" {
			hint = `the command is one word, in quotes: --from-curl "curl http://localhost:8888/", or --from-curl - to paste it`
		}
		return "", nil, usage(hint, "--from-curl: %s", printable(e.Msg))
	} else if err != nil {
		return "", nil, err
	}
	for _, r := range c.Remarks {
		fmt.Fprintln(cmd.ErrOrStderr(), "remark:", printable(r))
	}
	f.more.curl = c
	f.tls.insecure = f.tls.insecure || c.Insecure
	if f.tls.cacert == "" {
		f.tls.cacert = c.CACert
	}
	switch {
	case len(args) > 0:
		return args[0], nil, nil
	case c.Socket != "":
		return "unix:" + c.Socket, nil, nil
	}
	return c.URL, nil, nil
}

// sentLines are bytes as lines of the notation that send them.
func sentLines(b []byte) []byte {
	return []byte(strings.Join(wire.ByteLines(">", b), "\n") + "\n")
}

// curlLines are the lines of requests that curl sends one after the other: each when
// the one before is answered.
func curlLines(requests [][]byte) []byte {
	var b bytes.Buffer
	for i, r := range requests {
		if i > 0 {
			b.WriteString("= warn any ended -- the connection ended: curl would send the next request on a new one\n= pass any\n")
		}
		b.Write(sentLines(r))
	}
	return b.Bytes()
}

// readAll reads standard input to its end, or until Ctrl-C.
func readAll(ctx context.Context, r io.Reader) ([]byte, error) {
	type read struct {
		b   []byte
		err error
	}
	done := make(chan read, 1)
	go func() {
		b, err := io.ReadAll(io.LimitReader(r, maxInput))
		done <- read{b, err}
	}()
	select {
	case <-ctx.Done():
		return nil, &exitError{status: exitInterrupted, err: context.Cause(ctx)}
	case d := <-done:
		if d.err != nil {
			return nil, usage("", "standard input: %v", d.err)
		}
		return d.b, nil
	}
}
