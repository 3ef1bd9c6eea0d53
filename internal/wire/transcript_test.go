package wire

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

const ms = time.Millisecond

func rec(conn string, kind RecordKind, data string) Record {
	return Record{Conn: conn, Kind: kind, Data: []byte(data)}
}

func TestTranscriptLines(t *testing.T) {
	tests := []struct {
		name string
		in   []Record
		want string
	}{
		{"an exchange", []Record{
			rec("", DidConnect, ""),
			rec("", DidSend, "GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
			rec("", DidReceive, "HTTP/1.1 200 OK\r"),
			rec("", DidReceive, "\nContent-Length: 5\r\n\r\nhe"),
			rec("", DidReceive, "llo"),
			rec("", DidCloseWrite, ""),
			rec("", DidClosed, ""),
		}, `
> GET / HTTP/1.1\r\n
> Host: a\r\n
> \r\n
< HTTP/1.1 200 OK\r\n
< Content-Length: 5\r\n
< \r\n
< hello\
* close-write
* closed`},
		{"writes stay apart", []Record{
			rec("", DidConnect, ""),
			rec("", DidSend, "a"),
			rec("", DidSend, "b\n"),
			{Kind: DidNote, Note: "a remark is no event"},
			rec("", DidSend, "c\r"),
			rec("", DidSend, ""),
			{Kind: DidPause, D: 1500 * time.Microsecond},
			rec("", DidSend, "d"),
			rec("", DidReceive, ""),
			rec("", DidReceive, "x"),
			rec("", DidSend, "e"),
			rec("", DidReset, ""),
		}, `
> a\
* pause 0ms
> b\n
# a remark is no event
* pause 0ms
> c\r
* pause 1.5ms
> d\
< x\
> e\
* reset`},
		{"connections in order of time", []Record{
			rec("a", DidConnect, ""),
			rec("b", DidConnect, ""),
			rec("a", DidReceive, "one "),
			rec("b", DidReceive, "two\r\n"),
			rec("a", DidReceive, "three"),
			rec("a", DidReceive, " four\n"),
			rec("a", DidSend, "x"),
			rec("b", DidSend, "y"),
			rec("a", DidSend, "z"),
			rec("a", DidAbort, ""),
			rec("b", DidOpen, ""),
		}, `
* connect a
* connect b
<a one \
<b two\r\n
<a three four\n
>a x\
>b y\
>a z\
*a abort
*b open`},
		{"a second bare connection", []Record{
			rec("", DidConnect, ""), rec("", DidSend, "a"), rec("", DidConnect, ""), rec("", DidSend, "b"),
		}, `
> a\
* connect
> b\`},
		{"nothing but a connection", []Record{rec("", DidConnect, "")}, "\n* connect"},
		{"without its beginning", []Record{rec("c", DidReceive, " {\\}\t ")}, `
* connect c
<c  {\\}\t \`},
		{"a note", []Record{{Kind: DidNote, Note: "it said:\x1b[2J\r\n\u202e \\ \xff "}}, `
# it said:\x1b[2J\r\n\xe2\x80\xae \ \xff`},
	}
	for _, tt := range tests {
		got := (&Transcript{Records: tt.in}).Lines(FormatOptions{})
		if s := "\n" + strings.Join(got, "\n"); s != tt.want {
			t.Errorf("%s: got%s\nwant%s", tt.name, s, tt.want)
		}
		checkSection(t, got)
	}
}

// checkSection checks that lines are canonical notation.
func checkSection(t *testing.T, lines []string) *Section {
	t.Helper()
	in := strings.Join(lines, "\n")
	if in != "" {
		in += "\n"
	}
	s, err := ParseSection("t", "t", 1, []byte(in))
	if err != nil {
		t.Fatalf("%v\nin:\n%s", err, in)
	}
	if got := string(s.Format()); got != in {
		t.Errorf("not canonical: got\n%s\nwant\n%s", in, got)
	}
	return s
}

func TestTranscriptTimes(t *testing.T) {
	tr := &Transcript{Records: []Record{
		{At: 0, Kind: DidConnect},
		{At: ms / 4, Kind: DidSend, Data: []byte("a\n")},
		{At: 1230 * time.Microsecond, Kind: DidReceive, Data: []byte("b")},
		{At: 2 * ms, Kind: DidReceive, Data: []byte("c")},
		{At: 3 * time.Second, Kind: DidClosed},
		{At: 3 * time.Second, Kind: DidNote, Note: "end"},
	}}
	got := tr.Lines(FormatOptions{Times: true})
	want := []string{"# after 0.2 ms", `> a\n`, "# after 1.2 ms", `< bc\`, "# after 3000.0 ms", "* closed", "# end"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if s := string(tr.Format(FormatOptions{Times: true})); s != strings.Join(want, "\n")+"\n" {
		t.Errorf("Format: got %q", s)
	}
}

func TestTranscriptLimit(t *testing.T) {
	const limit = 100
	sum := func(s string) string {
		return fmt.Sprintf("# ... %d bytes, sha256 %x", len(s), sha256.Sum256([]byte(s)))
	}
	prose := strings.Repeat("nine char", 20)
	binary := string(NoiseBytes(1 << 16))
	head := "HTTP/1.1 200 OK\r\nX: " + strings.Repeat("y", 300) + "\r\n\r\n"
	tests := []struct {
		name string
		in   []string // sent and received by turns
		want []string
	}{
		{"a head is shown in full", []string{"", head}, ByteLines("<", []byte(head))},
		{"short content", []string{"", head + prose[:limit]}, ByteLines("<", []byte(head+prose[:limit]))},
		{"text is cut at the limit", []string{"", head + prose},
			append(ByteLines("<", []byte(head+prose[:limit])), sum(prose))},
		{"binary is cut sooner", []string{"", head + binary},
			append(append(ByteLines("<", []byte(head)), ByteLines("<", []byte(binary[:64]))...), sum(binary))},
		{"content that comes later", []string{"", head, "x", prose},
			slices.Concat(ByteLines("<", []byte(head)), []string{`> x\`}, ByteLines("<", []byte(prose[:limit])), []string{sum(prose)})},
		{"each response anew", []string{"", head + prose + head + "ok"},
			slices.Concat(ByteLines("<", []byte(head+prose[:limit])), []string{sum(prose)}, ByteLines("<", []byte(head+"ok")))},
		{"what is no HTTP is content", []string{"", prose},
			append(ByteLines("<", []byte(prose[:limit])), sum(prose))},
		{"sent content", []string{"PUT / HTTP/1.1\r\n\r\n" + prose},
			append(ByteLines(">", []byte("PUT / HTTP/1.1\r\n\r\n"+prose[:limit])), sum(prose))},
		{"pipelined requests", []string{strings.Repeat("GET / HTTP/1.1\r\nHost: a\r\n\r\n", 10)},
			ByteLines(">", []byte(strings.Repeat("GET / HTTP/1.1\r\nHost: a\r\n\r\n", 10)))},
		{"a head without end", []string{"GET / HTTP/1.1\r\n" + strings.Repeat("X: a\r\n", 1<<16)},
			append(ByteLines(">", []byte(("GET / HTTP/1.1\r\n" + strings.Repeat("X: a\r\n", 1<<16))[:limit+headRoom])),
				sum("GET / HTTP/1.1\r\n"+strings.Repeat("X: a\r\n", 1<<16)))},
	}
	for _, tt := range tests {
		tr := &Transcript{Records: []Record{rec("", DidConnect, "")}}
		for i, s := range tt.in {
			tr.Records = append(tr.Records, rec("", []RecordKind{DidSend, DidReceive}[i%2], s))
		}
		got := tr.Lines(FormatOptions{Limit: limit})
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.name, strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
		}
		checkSection(t, got)
	}
}

// hostile are bytes that would do something on a terminal, or are no UTF-8.
var hostile = []string{
	"\x1b[31mred\x1b]0;title\x07", "\u009b31m", "\u0085\u2028\u2029", "a\u202eb\u2066c\u2069\u200b\ufeff", "\xff\xfe\xc3(",
	"\xed\xa0\x80\xf5\x80\x80\x80", "\x00\x08\x7f", "\u00a0\u00ad\u3000", "\U000e0041", "tab\there", "\\{int}\\", "# x\n-- y --\n",
}

// Nothing from the network reaches the output but printable characters.
func TestTranscriptEscapes(t *testing.T) {
	for _, s := range hostile {
		for _, o := range []FormatOptions{{}, {Limit: 3}, {Times: true}} {
			tr := &Transcript{Records: []Record{
				rec("", DidSend, s), rec("", DidReceive, s), {Kind: DidNote, Note: s},
				rec("", DidReceive, "HTTP/1.1 200 "+s+"\r\n\r\n"+s),
			}}
			lines := tr.Lines(o)
			checkPrintable(t, lines)
			checkSection(t, lines)
		}
		checkPrintable(t, BinaryDiff([]byte(s), []byte(s+"x")))
		checkPrintable(t, BinaryDiff([]byte("x"+s), []byte(s)))
	}
}

func checkPrintable(t *testing.T, lines []string) {
	t.Helper()
	for _, l := range lines {
		if !utf8.ValidString(l) {
			t.Errorf("%q is no UTF-8", l)
		}
		for _, r := range l {
			if !unicode.IsPrint(r) {
				t.Errorf("%q holds %U", l, r)
			}
		}
	}
}

// FuzzTranscript: what was received in any pieces is, written and parsed, the
// same bytes.
func FuzzTranscript(f *testing.F) {
	for i, s := range hostile {
		f.Add([]byte(s), byte(i))
	}
	f.Add([]byte("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 204 No Content\n\n"), byte(5))
	f.Add([]byte("a\r\r\n \r\n\r \n\\\r\\"), byte(2))
	f.Fuzz(func(t *testing.T, b []byte, piece byte) {
		tr := new(Transcript)
		for rest := b; len(rest) > 0; {
			n := min(int(piece)+1, len(rest))
			tr.Records = append(tr.Records, rec("", DidReceive, string(rest[:n])))
			rest = rest[n:]
		}
		lines := tr.Lines(FormatOptions{})
		checkPrintable(t, lines)
		var back []byte
		for _, l := range checkSection(t, lines).Lines {
			got, err := l.Text.Bytes(nil)
			if err != nil || l.Kind != Expected {
				t.Fatal(l.String(), err)
			}
			back = append(back, got...)
		}
		if string(back) != string(b) {
			t.Errorf("got %q, want %q", back, b)
		}
		short := tr.Lines(FormatOptions{Limit: int(piece) + 1, Times: true})
		checkPrintable(t, short)
		checkSection(t, short)
		checkPrintable(t, BinaryDiff(b, b[:len(b)/2]))
		LargeOrBinary(b)
	})
}
