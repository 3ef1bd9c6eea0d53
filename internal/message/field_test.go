package message

import (
	"strings"
	"testing"
)

func TestParseField(t *testing.T) {
	tests := []struct {
		line, name, value, bad string // bad: part of it
	}{
		{"Host: a", "Host", "a", ""},
		{"host:a", "host", "a", ""},
		{"A: \t b c \t", "A", "b c", ""},
		{"A:", "A", "", ""},
		{"A: b: c", "A", "b: c", ""},
		{"A: \xe4\xff", "A", "\xe4\xff", ""},
		{"A: a\tb", "A", "a\tb", ""},
		{"!#$%&'*+-.^_`|~09aZ: x", "!#$%&'*+-.^_`|~09aZ", "x", ""},
		{"A : b", "A", "b", "white space between the name and the colon"},
		{"A\t: b", "A", "b", "white space between the name and the colon"},
		{" A: b", "", "", "begins with white space"},
		{"\tA: b", "", "", "begins with white space"},
		{"no colon", "", "", "no colon"},
		{"", "", "", "no colon"},
		{": b", "", "", "no name"},
		{"A B: c", "", "", "no token"},
		{"A(: c", "", "", "no token"},
		{"\xc3\xa4: c", "", "", "no token"},
		{"A: b\rc", "A", "b c", "0x0d"},
		{"A: b\x00\xff", "A", "b \xff", "0x00"},
		{"A: b\x7fc", "A", "b\x7fc", "0x7f"},
		{"A: \x01", "A", "\x01", "0x01"},
	}
	for _, test := range tests {
		f := ParseField([]byte(test.line))
		if f.Name != test.name || f.Value != test.value || string(f.Line) != test.line {
			t.Errorf("%q: got %q %q %q, want %q %q", test.line, f.Name, f.Value, f.Line, test.name, test.value)
		}
		if (f.Bad == "") != (test.bad == "") || !strings.Contains(f.Bad, test.bad) {
			t.Errorf("%q: got bad %q, want %q", test.line, f.Bad, test.bad)
		}
	}
}

// RFC 9112 sections 2.2 and 5.2: white space at the begin of a line.
func TestFolding(t *testing.T) {
	r, err := ParseResponse([]byte("HTTP/1.1 204 X\r\n  lost: 1\r\n\tlost: 2\r\nA: b\r\n  c\r\n\t\r\n d\r\nno field\r\n gone\r\nE: f\r\n\r\n"), More, "")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range r.Fields {
		got = append(got, f.Name+"="+f.Value+"="+string(f.Line)+"="+strings.SplitN(f.Bad, ":", 2)[0])
	}
	want := []string{
		"==  lost: 1=it begins with white space and continues no field line",
		"==\tlost: 2=it begins with white space and continues no field line",
		"A=b c d=A: b=",
		"==  c=it is folded (obs-fold)",
		"==\t=it is folded (obs-fold)",
		"== d=it is folded (obs-fold)",
		"==no field=it has no colon",
		"== gone=it begins with white space and continues no field line",
		"E=f=E: f=",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestChunked(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	tests := []struct {
		name, body, content, trailers string
		faults                        []string // parts of them
	}{
		{"plain", "5\r\nhello\r\n0\r\n\r\n", "hello", "", nil},
		{"empty", "0\r\n\r\n", "", "", nil},
		{"case and zeros of the size", "00A\r\n0123456789\r\n00b\r\n0123456789a\r\n000\r\n\r\n", "01234567890123456789a", "", nil},
		{"forty zeros", strings.Repeat("0", 40) + "1\r\nx\r\n0\r\n\r\n", "x", "", nil},
		{"extensions", "1;a;b=c;d=\"e;\\\"f\"\r\nx\r\n0;last\r\n\r\n", "x", "", nil},
		{"blanks in extensions", "1 ; a = b\t;c\r\nx\r\n0\r\n\r\n", "x", "", nil},
		{"trailers", "0\r\nA: b\r\nA: c\r\n\r\n", "", "A=b A=c", nil},
		{"folded trailer", "0\r\nA: b\r\n c\r\n\r\n", "", "A=b c =", nil},
		{"CRLF in the data", "4\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n", "", nil},
		{"blank behind the size", "1 \r\nx\r\n0\r\n\r\n", "x", "", []string{"white space after the size"}},
		{"extension without a name", "1;\r\nx\r\n0\r\n\r\n", "x", "", []string{"no name"}},
		{"extension without a value", "1;a=\r\nx\r\n0\r\n\r\n", "x", "", []string{"no value"}},
		{"open quoted-string", "1;a=\"b\r\nx\r\n0\r\n\r\n", "x", "", []string{"no value"}},
		{"junk in extensions", "1;a b\r\nx\r\n0\r\n\r\n", "x", "", []string{"malformed"}},
		{"bare LFs", "1\nx\n0\nA: b\n\n", "x", "A=b", []string{"chunk-size line", "ends its data", "chunk-size line", "trailer section"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r, err := ParseResponse([]byte(head+test.body+"next"), More, "GET")
			if err != nil {
				t.Fatal(err)
			}
			var trailers []string
			for _, f := range r.Trailers {
				trailers = append(trailers, f.Name+"="+f.Value)
			}
			if string(r.Content) != test.content || strings.Join(trailers, " ") != test.trailers || r.Len != len(head+test.body) {
				t.Errorf("got %q, trailers %q, %d bytes", r.Content, trailers, r.Len)
			}
			if len(r.Faults) != len(test.faults) {
				t.Fatalf("got faults %q, want %q", r.Faults, test.faults)
			}
			for i, part := range test.faults {
				if !strings.Contains(r.Faults[i], part) {
					t.Errorf("got fault %q, want %q", r.Faults[i], part)
				}
			}
		})
	}
}
