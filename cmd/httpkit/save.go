package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"httpkit/internal/golden"
	"httpkit/internal/message"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// canSave refuses a file name that no case may have, before anything is sent.
func canSave(file string) error {
	if !strings.HasSuffix(file, ".txtar") {
		return usage("", "--save %s: want a name that ends in .txtar", file)
	}
	if _, err := os.Stat(file); err == nil {
		return usage("give another name, or remove the file", "--save %s: is there already", file)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return usage("", "--save: %v", err)
	}
	return nil
}

// saveCase writes what happened as a case: one section for each transcript, with
// what changes from answer to answer masked. host is what \{$host} stood for.
func saveCase(file, addr, host string, played []*wire.Transcript) error {
	text := savedText(addr, host, played)
	if _, err := suite.Parse("saved", file, text, false); err != nil {
		return fmt.Errorf("%s: this exchange can't be written as a case: %w", file, err)
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	if _, err := f.Write(text); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// savedText is the text of the case.
func savedText(addr, host string, played []*wire.Transcript) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `# %s
#
# why: This is what %s answered when "httpkit send" wrote this file.
#   Values that change (dates, tags, ages, cookies) are masked. The first line
#   is for you to mend: a sentence that is true of a server that works.

talk
`, savedTitle(played), wire.QuoteBytes([]byte(addr)))
	for i, t := range played {
		name := "talk"
		if len(played) > 1 {
			name = fmt.Sprintf("talk-%d", i+1)
		}
		fmt.Fprintf(&b, "\n-- %s --\n", name)
		for _, line := range savedLines(t, host) {
			b.WriteString(line + "\n")
		}
	}
	return b.Bytes()
}

// savedLines are the lines of one section.
func savedLines(t *wire.Transcript, host string) []string {
	records := savedRecords(t.Records)
	sent, got := map[string][]byte{}, map[string][]byte{}
	for _, r := range records {
		switch r.Kind {
		case wire.DidSend:
			sent[r.Conn] = append(sent[r.Conn], r.Data...)
		case wire.DidReceive:
			got[r.Conn] = append(got[r.Conn], r.Data...)
		}
	}
	spans, at := map[string][]golden.Span{}, map[string]int{}
	for conn, b := range got {
		spans[conn] = golden.Spans(golden.Methods(sent[conn]), b)
	}
	var out []string
	for i, r := range records {
		if i > 0 && r.Kind == wire.DidSend && records[i-1].Kind == r.Kind && records[i-1].Conn == r.Conn {
			// Two writes; without an event between them they would be one.
			out = append(out, eventLine(wire.Record{Kind: wire.DidPause, Conn: r.Conn}))
		}
		switch {
		case r.Kind == wire.DidConnect && i == 0 && r.Conn == "":
			// A section begins with it by itself.
		case r.Kind == wire.DidSend:
			out = append(out, golden.SentLines(">"+r.Conn, r.Data, host)...)
		case r.Kind == wire.DidReceive:
			from, to := at[r.Conn], at[r.Conn]+len(r.Data)
			at[r.Conn] = to
			for _, s := range spans[r.Conn] {
				if end := min(s.To, to); end > from {
					out = append(out, golden.Lines("<"+r.Conn, s.Part, got[r.Conn][from:end])...)
					from = end
				}
			}
		default:
			out = append(out, eventLine(r))
		}
	}
	return out
}

// savedRecords leaves out what a case says by itself: that a section ends with
// our FIN, and all that follows the FIN. Reads that follow each other are joined.
func savedRecords(records []wire.Record) []wire.Record {
	var out []wire.Record
	over := map[string]bool{} // our side has ended it, or the server has
	for _, r := range records {
		if over[r.Conn] || r.Kind == wire.DidNote {
			continue
		}
		switch r.Kind {
		case wire.DidOpen, wire.DidClosed, wire.DidReset, wire.DidAbort:
			over[r.Conn] = true
		case wire.DidReceive:
			if last := len(out) - 1; last >= 0 && out[last].Kind == r.Kind && out[last].Conn == r.Conn {
				out[last].Data = append(out[last].Data[:len(out[last].Data):len(out[last].Data)], r.Data...)
				continue
			}
		}
		out = append(out, r)
	}
	return out
}

// savedTitle is the first line of the case: the first request and its answer.
func savedTitle(played []*wire.Transcript) string {
	var sent, got []byte
	if len(played) > 0 {
		for _, r := range played[0].Records {
			switch r.Kind {
			case wire.DidSend:
				sent = append(sent, r.Data...)
			case wire.DidReceive:
				got = append(got, r.Data...)
			}
		}
	}
	request := "What was sent"
	if reqs := message.ScanRequests(sent); len(reqs) > 0 && reqs[0].Method != "" {
		request = reqs[0].Method + " " + wire.QuoteBytes([]byte(reqs[0].Target))
	}
	r, err := message.ParseResponse(got, message.FIN, "")
	switch {
	case err == nil:
		return fmt.Sprintf("%s is answered with %d.", request, r.Status)
	case len(got) == 0:
		return request + " is not answered."
	}
	return request + " is answered, but not with HTTP."
}
