package client

import (
	"sync"
	"time"

	"httpkit/internal/wire"
)

// Transcript is what happened, in order.
type Transcript = wire.Transcript

// maxRecorded bounds the bytes a Recorder keeps.
const maxRecorded = 64 << 20

// Recorder keeps what happens on the connections of one play. It is safe for
// use by several goroutines; a nil Recorder keeps nothing.
type Recorder struct {
	mu      sync.Mutex
	start   time.Time
	records []wire.Record
	slab    []byte // where copies of sent bytes go; its used part never changes
	kept    int
	over    bool
	conns   int // that were opened
}

// NewRecorder returns a Recorder whose times begin now.
func NewRecorder() *Recorder {
	// Most plays are one connection and one exchange.
	return &Recorder{start: time.Now(), records: make([]wire.Record, 0, 8)}
}

// Transcript returns what was recorded so far. Its bytes are shared and must not
// be changed.
func (r *Recorder) Transcript() *Transcript {
	if r == nil {
		return &Transcript{}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	records := make([]wire.Record, len(r.records))
	copy(records, r.records)
	return &Transcript{Start: r.start, Records: records}
}

// Pause records that the caller waits for d before the next step on a connection.
func (r *Recorder) Pause(conn string, d time.Duration) {
	r.add(time.Now(), wire.Record{Conn: conn, Kind: wire.DidPause, D: d})
}

// connected records a new connection, with the times it took to make it and to
// shake hands, and gives its number.
func (r *Recorder) connected(name string, took, tls time.Duration) int {
	if r == nil {
		return 0
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.conns++
	r.addLocked(time.Now(), wire.Record{Conn: name, Nth: r.conns, Kind: wire.DidConnect, Took: took, TLS: tls})
	return r.conns
}

// Note records a remark.
func (r *Recorder) Note(conn, note string) {
	r.add(time.Now(), wire.Record{Conn: conn, Kind: wire.DidNote, Note: note})
}

// add records something and returns its index. The bytes are kept as they are:
// they must not change.
func (r *Recorder) add(now time.Time, rec wire.Record) int {
	if r == nil {
		return -1
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.addLocked(now, rec)
}

func (r *Recorder) addLocked(now time.Time, rec wire.Record) int {
	rec.At = now.Sub(r.start)
	if n := len(r.records); n > 0 {
		rec.At = max(rec.At, r.records[n-1].At) // goroutines take the time before the lock
	}
	if r.kept += len(rec.Data); r.kept > maxRecorded {
		if r.over {
			return -1
		}
		r.over = true
		rec = wire.Record{At: rec.At, Conn: rec.Conn, Nth: rec.Nth, Kind: wire.DidNote, Note: "more than 64 MiB: later bytes are not recorded"}
	}
	r.records = append(r.records, rec)
	return len(r.records) - 1
}

// addSent records a write and returns its index and what was kept of it (nil if
// nothing was): keep(b), or a copy where b is small.
func (r *Recorder) addSent(now time.Time, conn string, nth int, b []byte, keep func([]byte) []byte) (int, []byte) {
	if r == nil {
		return -1, nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.kept+len(b) > maxRecorded {
		return r.addLocked(now, wire.Record{Conn: conn, Nth: nth, Kind: wire.DidSend, Data: b}), nil
	}
	var kept []byte
	if len(b) > slabMax/2 {
		kept = keep(b)
	} else {
		if cap(r.slab)-len(r.slab) < len(b) {
			r.slab = make([]byte, 0, min(slabMax, max(slabMin, 2*cap(r.slab), len(b))))
		}
		n := len(r.slab)
		r.slab = append(r.slab, b...)
		kept = r.slab[n:len(r.slab):len(r.slab)]
	}
	return r.addLocked(now, wire.Record{Conn: conn, Nth: nth, Kind: wire.DidSend, Data: kept}), kept
}

// A slab begins small, because most plays send a few hundred bytes.
const (
	slabMin = 512
	slabMax = 64 << 10
)

// trim shortens the bytes of a write to what was taken of it.
func (r *Recorder) trim(i, n int) {
	if r == nil || i < 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if d := r.records[i].Data; n < len(d) {
		r.records[i].Data = d[:n:n]
	}
}

// Open records that a connection is still open where the caller stops looking.
func (r *Recorder) Open(conn string) {
	r.add(time.Now(), wire.Record{Conn: conn, Kind: wire.DidOpen})
}
