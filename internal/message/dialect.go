package message

import (
	"fmt"
	"reflect"
)

// Dialect is how the bytes of a request are read: one function for each
// production of the grammar. A nil function is the RFC's strict reading, so the
// zero Dialect is the one a careful origin server speaks; [Dialect.Complete]
// fills it in. A function that refuses returns a [*Refused].
type Dialect struct {
	// LineEnd takes the first line off b: the line without its ending, and the
	// bytes it takes with it, 0 if it is not whole. The first seen bytes were
	// looked at before and end no line.
	LineEnd func(b []byte, seen int) (line []byte, n int, err error)
	// Leading decides on the nth empty line before a request-line (n >= 1).
	Leading func(n int) error
	// Begin looks at a request-line that may not be whole yet.
	Begin func(b []byte) error
	// Words splits a request-line.
	Words func(line []byte) (method, target, version []byte, err error)
	// Method reads the method.
	Method func(b []byte) (string, error)
	// Target reads the request-target.
	Target func(method string, b []byte) (Target, error)
	// Version reads the HTTP-version.
	Version func(b []byte) (major, minor int, err error)
	// FieldLine splits a field line at its colon. With a nil name and no error
	// the line is left out.
	FieldLine func(line []byte) (name, value []byte, err error)
	// FieldName reads what stands before the colon.
	FieldName func(b []byte) (string, error)
	// FieldValue reads what stands behind the colon.
	FieldValue func(b []byte) (string, error)
	// Fold takes a line that begins with white space into the fields read so
	// far, which may be none.
	Fold func(d *Dialect, fields []Field, line []byte) ([]Field, error)
	// Host reads the value of one Host line.
	Host func(value string) error
	// Framing decides how the end of the request is found.
	Framing func(d *Dialect, h *RequestHead) (Framing, int64, error)
	// Coding reads the Transfer-Encoding lines: whether they end in chunked.
	// Neither chunked nor an error means that they are passed over.
	Coding func(lines []string) (chunked bool, err error)
	// Lengths reads the Content-Length lines.
	Lengths func(d *Dialect, lines []string) (int64, error)
	// Length reads one length.
	Length func(value string) (int64, error)
	// ChunkLineEnd is LineEnd for the lines inside a chunked body.
	ChunkLineEnd func(b []byte, seen int) (line []byte, n int, err error)
	// ChunkLine splits a chunk-size line.
	ChunkLine func(line []byte) (size, ext []byte, err error)
	// ChunkSize reads a chunk-size.
	ChunkSize func(b []byte) (int64, error)
	// ChunkExt reads what follows a chunk-size.
	ChunkExt func(b []byte) error
	// ChunkEnd reads the bytes behind chunk-data: how many they are, 0 if they
	// are not whole.
	ChunkEnd func(b []byte) (n int, err error)
	// Trailer decides what becomes of a trailer field.
	Trailer func(h *RequestHead, f Field)
}

// Complete returns a copy without nil functions.
func (d Dialect) Complete() *Dialect {
	d.LineEnd = or(d.LineEnd, StrictLineEnd)
	d.Leading = or(d.Leading, strictLeading)
	d.Begin = or(d.Begin, strictBegin)
	d.Words = or(d.Words, StrictWords)
	d.Method = or(d.Method, StrictMethod)
	d.Target = or(d.Target, StrictTarget)
	d.Version = or(d.Version, StrictVersion)
	d.FieldLine = or(d.FieldLine, StrictFieldLine)
	d.FieldName = or(d.FieldName, StrictFieldName)
	d.FieldValue = or(d.FieldValue, StrictFieldValue)
	d.Fold = or(d.Fold, strictFold)
	d.Host = or(d.Host, StrictHost)
	d.Framing = or(d.Framing, StrictFraming)
	d.Coding = or(d.Coding, StrictCoding)
	d.Lengths = or(d.Lengths, strictLengths)
	d.Length = or(d.Length, StrictLength)
	d.ChunkLineEnd = or(d.ChunkLineEnd, StrictLineEnd)
	d.ChunkLine = or(d.ChunkLine, StrictChunkLine)
	d.ChunkSize = or(d.ChunkSize, StrictChunkSize)
	d.ChunkExt = or(d.ChunkExt, StrictChunkExt)
	d.ChunkEnd = or(d.ChunkEnd, StrictChunkEnd)
	d.Trailer = or(d.Trailer, strictTrailer)
	return &d
}

// or is f, or the RFC's function where f is nil; f may be any function.
func or[F any](f, rfc F) F {
	if reflect.ValueOf(f).IsNil() {
		return rfc
	}
	return f
}

// Refused says that a request can't be read as HTTP/1, or is more than we take.
type Refused struct {
	Status int    // of the answer it gets
	Why    string // a sentence without any of the received bytes
}

// Error returns the status and the reason.
func (e *Refused) Error() string { return fmt.Sprintf("%d: %s", e.Status, e.Why) }

func refuse(status int, why string) *Refused { return &Refused{status, why} }
