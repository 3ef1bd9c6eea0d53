package main

import (
	"encoding/json"
	"io"
	"runtime/debug"
	"strings"
	"time"

	"httpkit/internal/golden"
	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// sendSchema is the name of the document that --json writes. It is described in
// docs/send.schema.json, member by member.
const sendSchema = "httpkit-send/1"

type sendDocument struct {
	Schema     string                `json:"schema"`
	Httpkit    string                `json:"httpkit"`
	Address    string                `json:"address"`
	Rounds     int                   `json:"rounds"`
	Exchanges  []sendExchange        `json:"exchanges"`
	Times      map[string]sendSpread `json:"times"`
	Error      string                `json:"error,omitempty"`
	ExitStatus int                   `json:"exit_status"`
}

type sendSpread struct {
	Count  int     `json:"count"`
	Min    float64 `json:"min"`
	Median float64 `json:"median"`
	Max    float64 `json:"max"`
}

type sendExchange struct {
	Round       int              `json:"round"`
	Section     string           `json:"section"`
	Started     time.Time        `json:"started"`
	Records     []sendRecord     `json:"records"`
	Connections []sendConnection `json:"connections"`
}

type sendRecord struct {
	At         float64  `json:"at"`
	Connection string   `json:"connection"`
	Nth        int      `json:"nth,omitempty"`
	Event      string   `json:"event"`
	Direction  string   `json:"direction,omitempty"`
	Bytes      *string  `json:"bytes,omitempty"`
	Length     *int     `json:"length,omitempty"`
	Seconds    *float64 `json:"seconds,omitempty"`
	Note       string   `json:"note,omitempty"`
}

type sendConnection struct {
	Name      string         `json:"name"`
	Nth       int            `json:"nth"`
	Connect   float64        `json:"connect_seconds"`
	TLS       *float64       `json:"tls_seconds,omitempty"`
	FirstByte *float64       `json:"first_byte_seconds,omitempty"`
	LastByte  *float64       `json:"last_byte_seconds,omitempty"`
	Sent      int            `json:"sent_bytes"`
	Received  int            `json:"received_bytes"`
	Ended     string         `json:"ended"`
	Responses []sendResponse `json:"responses"`
	Rest      *sendRest      `json:"rest,omitempty"`
	Broken    string         `json:"broken,omitempty"`
}

type sendResponse struct {
	Version       string      `json:"version"`
	Status        int         `json:"status"`
	Reason        string      `json:"reason"`
	Interim       bool        `json:"interim"`
	Method        string      `json:"method,omitempty"`
	Fields        []sendField `json:"fields"`
	Framing       string      `json:"framing"`
	ContentLength int         `json:"content_length"`
	Content       string      `json:"content"`
	Trailers      []sendField `json:"trailers,omitempty"`
	HeadLength    int         `json:"head_length"`
	Faults        []string    `json:"faults,omitempty"`
	Whole         bool        `json:"whole"`
	Why           string      `json:"why,omitempty"`
}

type sendField struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Line  string `json:"line"`
	Bad   string `json:"bad,omitempty"`
}

type sendRest struct {
	Length int    `json:"length"`
	Why    string `json:"why"`
}

func newSendDocument(to string, rounds int) *sendDocument {
	info, _ := debug.ReadBuildInfo()
	return &sendDocument{Schema: sendSchema, Httpkit: versionLine(info), Address: printable(to), Rounds: rounds, Exchanges: []sendExchange{}, Times: map[string]sendSpread{}}
}

// printable gives text that may hold bytes of the network in the notation's escapes.
func printable(s string) string { return wire.QuoteBytes([]byte(s)) }

func seconds(d time.Duration) *float64 {
	s := d.Seconds()
	return &s
}

// add takes in the transcripts of a round.
func (d *sendDocument) add(round int, sections []*wire.Section, x *exchange) {
	for i, t := range x.played {
		e := sendExchange{Round: round, Section: sections[i].Name, Started: t.Start.UTC(), Records: []sendRecord{}, Connections: []sendConnection{}}
		for _, r := range t.Records {
			e.Records = append(e.Records, jsonRecord(r))
		}
		for _, c := range connections(t) {
			e.Connections = append(e.Connections, c.json())
		}
		d.Exchanges = append(d.Exchanges, e)
	}
}

func jsonRecord(r wire.Record) sendRecord {
	out := sendRecord{At: r.At.Seconds(), Connection: r.Conn, Nth: r.Nth, Note: printable(r.Note)}
	switch r.Kind {
	case wire.DidSend, wire.DidReceive:
		text, n := wire.QuoteBytes(r.Data), len(r.Data)
		out.Event, out.Direction, out.Bytes, out.Length = "sent", "out", &text, &n
		if r.Kind == wire.DidReceive {
			out.Event, out.Direction = "received", "in"
		}
	case wire.DidNote:
		out.Event = "note"
	case wire.DidPause:
		out.Event, out.Seconds = "pause", seconds(r.D)
	default:
		out.Event = strings.TrimPrefix(golden.EventLine(wire.Record{Kind: r.Kind}), "* ") // the word of the notation
	}
	return out
}

func (c *talked) json() sendConnection {
	out := sendConnection{
		Name: c.name, Nth: c.nth, Connect: c.connect.Seconds(), Sent: len(c.sent), Received: len(c.got),
		Ended: c.end.String(), Responses: []sendResponse{}, Broken: printable(c.broken),
	}
	if c.aborted {
		out.Ended = "aborted"
	}
	if c.tls > 0 {
		out.TLS = seconds(c.tls)
	}
	if c.first >= 0 {
		out.FirstByte, out.LastByte = seconds(c.first), seconds(c.last)
	}
	for _, a := range c.answers {
		out.Responses = append(out.Responses, sendResponse{
			Version: printable(a.Version), Status: a.Status, Reason: printable(a.Reason), Interim: a.Interim(), Method: printable(a.Method),
			Fields: jsonFields(a.Fields), Framing: a.Framing.String(), ContentLength: len(a.Content), Content: wire.QuoteBytes(a.Content),
			Trailers: jsonFields(a.Trailers), HeadLength: a.HeadLen, Faults: a.Faults, Whole: a.why == "", Why: printable(a.why),
		})
	}
	if c.restWhy != "" {
		out.Rest = &sendRest{c.rest, printable(c.restWhy)}
	}
	return out
}

func jsonFields(fields []message.Field) []sendField {
	out := []sendField{}
	for _, f := range fields {
		out = append(out, sendField{printable(f.Name), printable(f.Value), wire.QuoteBytes(f.Line), printable(f.Bad)})
	}
	return out
}

// write writes the document, with what went wrong.
func (d *sendDocument) write(w io.Writer, sum *timeTable, err error) error {
	for i, name := range [4]string{"connect", "tls", "first_byte", "last_byte"} {
		if n := len(sum.times[i]); n > 0 {
			least, median, most := spread(sum.times[i])
			d.Times[name] = sendSpread{n, least.Seconds(), median.Seconds(), most.Seconds()}
		}
	}
	if err != nil {
		d.Error, d.ExitStatus = printable(err.Error()), status(err)
		if d.Error == "" {
			d.Error = "interrupted"
		}
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(d)
}
