package suite

import "httpkit/internal/wire"

// Play is one play of one section of a case: with one value of each sweep, and one
// cut. Its transcript must not be changed.
type Play struct {
	Case       *Case
	Section    string
	Values     string // of the sweeps: "n=1 m=2"; "" without any
	Nth        int    // of all values of the sweeps, from 0
	Cut        string // where a write was cut in two, "" where none was
	At         int    // the place of that cut among those of the section
	Verdict    Word
	Reason     string
	Transcript *wire.Transcript
}
