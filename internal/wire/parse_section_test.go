package wire

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

// transcripts use every construct of the notation, in canonical form.
var transcripts = map[string]string{
	"exact": `# a comment, and a blank line

> GET /hello HTTP/1.1\r\n
> Host: \{$host}\r\n
> \r\n
< HTTP/1.1 200 OK\r\n
< Date: \{date as when}\r\n
< Content-Length: \{int}\r\n
< ETag: \{etag as tag}\r\n
< X: \{hex} \{token} \{quoted} \{any} \{bytes 3} \{bytes $n as b}\r\n
< \r\n
< Hello, World!\n
< \{rest as tail}\
* closed
`,
	"rules": `> GET \{$path} HTTP/1.1\n
> X: \
> Y:\r
> \r\n
= pass 100 2xx*100 | 411-417,any*$n ended
=   2 field Allow has GET
=   1 ! field Content-Type \{re [Mm]ultipart/.{2}(a{1,2})* as sort}
=   field? ETag W/"x"
=   content \
=   trailer? X-T \x20a\x20
=   framing chunked
= warn 501,403 -- it says nothing | about -- methods
=   received X-A \{re one +two}
= warn raw ended -- another protocol
=   content \{bytes 3}\x04\{rest}
= skip closed | reset -- see above
= fail open | silent
`,
	"fields": `> \{rep 8 1\r\n\{noise 7}\r\n\{file a b.txt}{"a":1}}\
> \{rep $n  x }\r\n
> a{b}}\\{c}\0\t\x01é\xff\xc2\xa0\r\n
> \\\
> \r\r\n
> \x0d\n
* silent 1.5s
> \
`,
	"events": `* connect a
* connect b2
*a drip 1 50ms
* split all silent
> x\
* repeat 100
* connect
> y\
* repeat $n
*b2 sip 0
*b2 sip 65536 0.5ms
>b2 z\r\n
=b2 pass any
=b2   size \{int}
* end
* abort
* end
* pause 10s
*a close-write
*a open 50ms
*a reset
`,
}

func TestParseSectionLayout(t *testing.T) {
	for name, text := range transcripts {
		want, err := ParseSection("f", name, 1, []byte(text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := string(want.Format()); got != text {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, text)
		}
		crlf := strings.ReplaceAll(text, "\n", "\r\n")
		for how, other := range map[string]string{
			"CRLF":                   crlf,
			"no last LF":             strings.TrimSuffix(text, "\n"),
			"no last CRLF":           strings.TrimSuffix(crlf, "\r\n"),
			"only the CR of it left": strings.TrimSuffix(crlf, "\n"),
			"blanks added":           strings.ReplaceAll(text, "\n", " \t \n"),
		} {
			got, err := ParseSection("f", name, 1, []byte(other))
			if err != nil {
				t.Errorf("%s, %s: %v", name, how, err)
			} else if !reflect.DeepEqual(got, want) {
				t.Errorf("%s, %s: got\n%s\nwant\n%s", name, how, got.Format(), text)
			}
		}
	}
}

// Blanks at the ends of lines that an editor has stripped were never bytes.
func TestParseSectionStripped(t *testing.T) {
	text := "> X:  \\r\\n  \n>  \\ \n = \n#  \n  \n= pass 2xx -- why  \n=   field X  a \n"
	text = strings.Replace(text, " = \n", "", 1)
	var stripped []string
	for _, l := range strings.Split(text, "\n") {
		stripped = append(stripped, strings.TrimRight(l, " "))
	}
	a, err := ParseSection("f", "", 1, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	b, err := ParseSection("f", "", 1, []byte(strings.Join(stripped, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(a, b) {
		t.Errorf("got\n%s\nwant\n%s", b.Format(), a.Format())
	}
	if got := string(a.Lines[0].Text.Parts[0].Bytes); got != "X:  " {
		t.Errorf("got %q, want the blanks before the ending", got)
	}
}

func TestParseLine(t *testing.T) {
	lit := func(s string) []Part { return []Part{{Kind: Literal, Bytes: []byte(s)}} }
	pos := Pos{"f", 3}
	for _, c := range []struct {
		line string
		want Line
	}{
		{"", Line{}},
		{" \t ", Line{}},
		{"#\ta", Line{Kind: Comment, Note: "\ta"}},
		{"# caf\u00e9\u00a0! ", Line{Kind: Comment, Note: " caf\u00e9\u00a0!"}},
		{`> a\\\`, Line{Kind: Sent, Text: Text{Parts: lit(`a\`)}}},
		{`> a\\\r`, Line{Kind: Sent, Text: Text{Parts: lit(`a\`), End: "\r"}}},
		{`> a\\r\n`, Line{Kind: Sent, Text: Text{Parts: lit(`a\r`), End: "\n"}}},
		{`> \`, Line{Kind: Sent}},
		{`>  \`, Line{Kind: Sent, Text: Text{Parts: lit(" ")}}},
		{`<a \n\r`, Line{Kind: Expected, Conn: "a", Text: Text{Parts: lit("\n"), End: "\r"}}},
		{`> \x41\x0A\n`, Line{Kind: Sent, Text: Text{Parts: lit("A\n"), End: "\n"}}},
		{`< \{re \{2\}}\n`, Line{Kind: Expected, Text: Text{Parts: []Part{{Kind: MaskRe, Re: `\{2\}`}}, End: "\n"}}},
		{`< \{re  as as a as b}\n`, Line{Kind: Expected, Text: Text{Parts: []Part{{Kind: MaskRe, Re: ` as as a`, As: "b"}}, End: "\n"}}},
		{`> \{rep 3 }\n`, Line{Kind: Sent, Text: Text{Parts: []Part{{Kind: Rep, Count: Count{N: 3}}}, End: "\n"}}},
		{`> \{rep 3  \x7b }\`, Line{Kind: Sent, Text: Text{Parts: []Part{{Kind: Rep, Count: Count{N: 3}, Body: lit(" { ")}}}}},
		{`*b drip  $n  1.50s`, Line{Kind: Event, Conn: "b", Do: &Action{Op: OpDrip, Count: Count{Name: "n"}, D: 1500 * time.Millisecond, HasD: true}}},
		{`* sip 0`, Line{Kind: Event, Do: &Action{Op: OpSip}}},
		{`* split 07`, Line{Kind: Event, Do: &Action{Op: OpSplit, Count: Count{N: 7}}}},
		{`=  pass   4xx|400-499,404-404  ended--`, Line{}}, // refused below
		{`=  pass   4xx|400-499,404-404  ended --  a | b -- c`, Line{Kind: RuleLine, Rule: &Rule{Reason: "a | b -- c", Outcomes: []Outcome{
			{Statuses: []Status{{Codes: []Code{{Lo: 400, Hi: 499}}, Times: 1}}},
			{Statuses: []Status{{Codes: []Code{{Lo: 400, Hi: 499}, {Lo: 404, Hi: 404}}, Times: 1}}, Finish: FinishEnded},
		}}}},
		{`= field X-A  1 | 2 -- 3 `, Line{Kind: PropLine, Prop: &Property{Name: "X-A", Pattern: &Text{Parts: lit("1 | 2 -- 3")}}}},
		{`= content has a`, Line{Kind: PropLine, Prop: &Property{Noun: NounContent, Pattern: &Text{Parts: lit("has a")}}}},
		{`= field X \x68as a`, Line{Kind: PropLine, Prop: &Property{Name: "X", Pattern: &Text{Parts: lit("has a")}}}},
		{`= content \`, Line{Kind: PropLine, Prop: &Property{Noun: NounContent, Pattern: &Text{}}}},
		{`= content a\r\n`, Line{Kind: PropLine, Prop: &Property{Noun: NounContent, Pattern: &Text{Parts: lit("a\r\n")}}}},
	} {
		got, err := ParseLine(pos, c.line)
		if strings.HasSuffix(c.line, "--") {
			if err == nil {
				t.Errorf("%s: got %s, want an error", c.line, got)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.line, err)
			continue
		}
		c.want.Pos = pos
		if !reflect.DeepEqual(got, &c.want) {
			t.Errorf("%s: got %+v, want %+v", c.line, got, &c.want)
		}
		again, err := ParseLine(pos, got.String())
		if err != nil || !reflect.DeepEqual(again, got) {
			t.Errorf("%s: written as %s and parsed: got %+v, %v", c.line, got, again, err)
		}
	}
}

func TestParseTextUnended(t *testing.T) {
	for s, want := range map[string]string{
		"":         "",
		`\`:        "",
		`\\`:       `\`,
		`a\r\n`:    "a\r\n",
		` a `:      " a ",
		`\x20\x7c`: " |",
	} {
		got, err := ParseText(Pos{}, s, false)
		if err != nil {
			t.Errorf("%q: %v", s, err)
			continue
		}
		b, err := got.Bytes(&Env{})
		if err != nil || string(b) != want || got.End != "" {
			t.Errorf("%q: got %q %q %v, want %q", s, b, got.End, err, want)
		}
	}
}
