package main

import (
	"strings"
	"testing"

	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// What might change something on the server, or can't go the same way again, is not
// played again.
func TestNotAgain(t *testing.T) {
	sent := func(nth int, text string) wire.Record {
		return wire.Record{Kind: wire.DidSend, Nth: nth, Data: []byte(text)}
	}
	const get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
	for _, tc := range []struct {
		records []wire.Record
		lines   string // of the case
		want    string
	}{
		{[]wire.Record{sent(1, get), sent(2, get[:9]), sent(2, get[9:])}, "", ""},
		{nil, "* closed", ""},
		{[]wire.Record{sent(1, get), {Kind: wire.DidAbort}}, "", "you have reset"},
		{[]wire.Record{sent(1, get), {Kind: wire.DidMore}}, "", "no end"},
		{[]wire.Record{sent(1, get), sent(1, strings.Replace(get, "GET", "DELETE", 1))}, "", "a DELETE may"},
		{[]wire.Record{sent(1, "GE\x1b / HTTP/1.1\r\n\r\n")}, "", "not all that was sent is a request"},
		{[]wire.Record{sent(1, get[:9])}, "", "not all that was sent is a request"},
		{[]wire.Record{sent(1, get)}, "* pause 2s", "takes seconds"},
	} {
		c, err := suite.Parse("x", "x.txtar", []byte("# X.\n\ntalk\n\n-- talk --\n> a\\\n"+tc.lines+"\n"), false)
		if err != nil {
			t.Fatal(err)
		}
		got := notAgain(c, []*wire.Transcript{{Records: tc.records}})
		if !strings.Contains(got, tc.want) || tc.want == "" && got != "" {
			t.Errorf("%+v: got %q, want %q", tc.records, got, tc.want)
		}
	}
}
