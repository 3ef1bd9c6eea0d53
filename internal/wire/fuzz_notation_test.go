package wire

import (
	"bytes"
	"reflect"
	"testing"
)

// Nothing that is read panics; what is read is written and read again the same.
func FuzzParseSection(f *testing.F) {
	for _, text := range transcripts {
		f.Add([]byte(text))
	}
	f.Add([]byte("> \\{rep 2 {\\{rep 3 }}\\\r\n=   field? A \\x68as\n* sip $n 0.5s\n= pass any,raw*3 ended\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := ParseSection("f", "n", 1, data)
		if err != nil {
			if _, ok := err.(Errors); !ok || err.Error() == "" {
				t.Fatalf("got %T %v, want Errors", err, err)
			}
			return
		}
		out := s.Format()
		again, err := ParseSection("f", "n", 1, out)
		if err != nil {
			t.Fatalf("%q was written as %q: %v", data, out, err)
		}
		if !reflect.DeepEqual(again, s) {
			t.Fatalf("%q was written as %q and read as %q", data, out, again.Format())
		}
		if twice := again.Format(); !bytes.Equal(twice, out) {
			t.Fatalf("got %q, then %q", out, twice)
		}
		if crlf := AddCRLF(out); !bytes.Equal(crlf, out) {
			t.Fatalf("AddCRLF changed %q to %q", out, crlf)
		}
		if steps, err := s.Program(); err == nil {
			Unplayable(steps)
			NeverDecide(steps)
		}
	})
}

// Any bytes can be written, and are read again as they were.
func FuzzFormatText(f *testing.F) {
	f.Add([]byte("GET / HTTP/1.1\r\n"), "\r\n")
	f.Add([]byte(" \\{}\x00\u202e\xff\xe2\x80 \r"), "\n")
	f.Fuzz(func(t *testing.T, b []byte, end string) {
		for _, ended := range []bool{true, false} {
			text := QuoteBytes(b)
			if ended {
				text += `\`
			}
			if what, _, found := raw(text, true); found {
				t.Fatalf("%q: written with %s", b, what)
			}
			got, err := ParseText(Pos{}, text, ended)
			if err != nil {
				t.Fatalf("%q was written as %s: %v", b, text, err)
			}
			if sent, err := got.Bytes(&Env{}); err != nil || !bytes.Equal(sent, b) {
				t.Fatalf("%q was written as %s and read as %q, %v", b, text, sent, err)
			}
		}
		if len(b) == 0 {
			return
		}
		switch end {
		case "", "\r", "\n", "\r\n":
		default:
			end = ""
		}
		// "a\n" and the ending "\r" differ from "a" and "\n\r"; all must hold.
		for _, parts := range [][]Part{
			{{Kind: Literal, Bytes: b}},
			{{Kind: Rep, Count: Count{N: 2}, Body: []Part{{Kind: Literal, Bytes: b}}}},
		} {
			want := Text{Parts: parts, End: end}
			if got, err := ParseText(Pos{}, want.String(), true); err != nil || !reflect.DeepEqual(got, want) {
				t.Fatalf("%+v was written as %s and read as %+v, %v", want, want, got, err)
			}
			want.End = ""
			if got, err := ParseText(Pos{}, want.Pattern(), false); err != nil || !reflect.DeepEqual(got, want) {
				t.Fatalf("%+v was written as %s and read as %+v, %v", want, want.Pattern(), got, err)
			}
		}
	})
}
