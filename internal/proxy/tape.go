package proxy

import (
	"sync"
	"time"

	"httpkit/internal/wire"
)

const (
	maxKept = 8 << 20 // bytes of one connection; what goes beyond is passed on and counted
	perItem = 128     // what a record costs beside its bytes
)

// Tape is what was said on one connection, as the client saw it.
type Tape struct {
	N         int    // which connection, from 1, in the order in which they came
	From      string // the client's address
	Start     time.Time
	Took      time.Duration // to its end
	Records   []wire.Record
	Sent      int64 // bytes the client has sent
	Received  int64 // bytes the server has sent
	Dropped   int64 // bytes that were passed on and not kept, all at the end
	Unreached error // why there is no connection to the server, or nil

	mu   sync.Mutex
	kept int
	over bool // by a RST, or by us: what is read then nobody gets
}

func newTape(n int, from string) *Tape { return &Tape{N: n, From: from, Start: time.Now()} }

// Transcript gives the tape for printing.
func (t *Tape) Transcript() *wire.Transcript {
	return &wire.Transcript{Start: t.Start, Records: t.Records}
}

// data keeps bytes. Those that follow each other in one direction become one
// record: in how many writes they were sent nobody can see.
func (t *Tape) data(kind wire.RecordKind, b []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.over {
		return
	}
	if kind == wire.DidSend {
		t.Sent += int64(len(b))
	} else {
		t.Received += int64(len(b))
	}
	last := len(t.Records) - 1
	joins := last >= 0 && t.Records[last].Kind == kind
	room := maxKept - t.kept
	if !joins {
		room -= perItem
	}
	if t.Dropped > 0 || room <= 0 {
		t.Dropped += int64(len(b))
		return
	}
	keep := min(len(b), room)
	t.Dropped += int64(len(b) - keep)
	t.kept += keep
	if joins {
		t.Records[last].Data = append(t.Records[last].Data, b[:keep]...)
		return
	}
	t.kept += perItem
	t.add(wire.Record{Kind: kind, Data: append([]byte(nil), b[:keep]...)})
}

// event keeps what is no bytes.
func (t *Tape) event(kind wire.RecordKind) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.over {
		return
	}
	t.over = kind == wire.DidAbort || kind == wire.DidReset || kind == wire.DidOpen
	t.add(wire.Record{Kind: kind})
}

func (t *Tape) add(r wire.Record) {
	r.At = time.Since(t.Start)
	t.Took = r.At
	t.Records = append(t.Records, r)
}
