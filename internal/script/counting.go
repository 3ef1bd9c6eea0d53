package script

import (
	"errors"

	"httpkit/internal/judge"
	"httpkit/internal/message"
)

// counting counts the whole responses in bytes that grow. It looks at each byte once:
// read anew at each arrival, interim responses without end would take the square of
// their number. The zero value is ready; it serves one wait, in which the methods stay.
type counting struct {
	reader message.Reader
	off    int // the end of the last whole response
	all    int
	finals int
	err    error // why no further one can follow
}

// read goes on in b, which begins with the bytes of the last call. methods are of the
// requests that wait for an answer. It gives up where the judge does.
func (t *counting) read(b []byte, methods []string) {
	for t.err == nil && t.off < len(b) && t.all < len(methods)+judge.MaxItems {
		method := ""
		if t.finals < len(methods) {
			method = methods[t.finals]
		}
		r, err := t.reader.Response(b[t.off:], message.More, method)
		if err == message.ErrIncomplete {
			return
		}
		if err != nil {
			t.err = err
			return
		}
		t.off += r.Len
		t.all++
		if !r.Interim() {
			t.finals++
		}
	}
}

// whole reports whether b is a final response to every request that waits for one, at
// least one, and nothing else. Bytes that are no HTTP/1 never are.
func (t *counting) whole(b []byte, methods []string) bool {
	t.read(b, methods)
	return t.off == len(b) && t.finals > 0 && t.finals >= len(methods)
}

// answered reports whether b holds a final response to every request that waits for
// one, or bytes that are no HTTP/1, of which nobody can say where they end.
func (t *counting) answered(b []byte, methods []string) bool {
	t.read(b, methods)
	_, raw := errors.AsType[*message.NotHTTP](t.err)
	return raw || t.finals >= len(methods)
}
