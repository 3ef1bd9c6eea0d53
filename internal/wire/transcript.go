package wire

import "time"

// RecordKind tells what a Record of a transcript is.
type RecordKind uint8

// What can happen on a connection, seen from the client.
const (
	DidConnect RecordKind = iota
	DidSend               // Data, in one write
	DidReceive            // Data, as one read gave it
	DidPause              // D
	DidCloseWrite
	DidAbort
	DidClosed // the peer sent FIN
	DidReset  // the peer sent RST
	DidOpen   // still open when we stopped looking
	DidNote   // Note: a remark that is no bytes, such as a cap that was hit
	DidMore   // whatever else was to come; only in what is to be saved
)

// Record is one thing that happened.
type Record struct {
	At   time.Duration // since the transcript began
	Conn string        // "" for the bare gutters
	Nth  int           // which connection of the transcript, from 1: several may have one name
	Kind RecordKind
	Data []byte
	D    time.Duration
	Took time.Duration // DidConnect: to look up the name and to connect
	TLS  time.Duration // DidConnect: to shake hands behind that; 0 without TLS
	Note string
}

// Transcript is what happened on the connections of one play, in order. It is
// kept by package client and printed in the notation by Format.
type Transcript struct {
	Start   time.Time
	Records []Record
}
