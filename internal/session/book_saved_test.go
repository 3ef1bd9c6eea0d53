package session

import (
	"bytes"
	"testing"

	"httpkit/internal/wire"
)

// A paste of many lines is one write in a case. It is copied once, not once a line:
// that would be gigabytes here.
func TestJoined(t *testing.T) {
	line := []byte("0123456789abcde\n")
	first := bytes.Clone(line)
	records := []wire.Record{{Kind: wire.DidConnect}, {Kind: wire.DidSend, Data: first[:8]}}
	const lines = 20000
	for range lines {
		records = append(records, wire.Record{Kind: wire.DidSend, Data: line})
	}
	records = append(records, wire.Record{Kind: wire.DidSend, Conn: "b", Data: line})
	var got []wire.Record
	allocated := testing.AllocsPerRun(1, func() { got = joined(records) })
	want := append(bytes.Clone(first[:8]), bytes.Repeat(line, lines)...)
	if len(got) != 3 || !bytes.Equal(got[1].Data, want) || !bytes.Equal(got[2].Data, line) {
		t.Errorf("got %d records", len(got))
	}
	if allocated > 100 {
		t.Errorf("%v allocations for %d lines", allocated, lines)
	}
	if !bytes.Equal(first, line) || !bytes.Equal(records[1].Data, first[:8]) {
		t.Error("what was recorded has changed")
	}
}
