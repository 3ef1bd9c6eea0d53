package wire

import (
	"errors"
	"strings"
	"testing"
)

// Each line is a mistake: what is said of it, and the mend.
func TestParseErrors(t *testing.T) {
	for _, c := range []struct{ line, msg, hint string }{
		{`>GET / HTTP/1.1\r\n`, "GET is no name of a connection", `> GET / HTTP/1.1\r\n`},
		{`>get / HTTP/1.1\r\n`, "connection get was never opened", "* connect get"},
		{`>\r\n`, `\r\n is no name`, `> \r\n`},
		{`> `, "spells no ending", `\r\n`},
		{`> abc`, "abc spells no ending", `\r\n`},
		{`> a\\`, `a\\ spells no ending`, "backslash"},
		{`> \{$n}`, "spells no ending", `\r\n`},
		{`> a\x0a`, "spells no ending", `\r\n`},
		{`> a\q\r\n`, `\q is no escape`, `\xHH`},
		{`> a\x4\r\n`, `\x4 is no escape`, `\x0a`},
		{`> a\x+4\r\n`, `\x+4 is no escape`, `\x0a`},
		{`> a \ b\r\n`, `\  is no escape`, "lone"},
		{"> a\tb\\r\\n", "a TAB stands raw", `\t`},
		{"> a\rb\\r\\n", "a CR stands raw", `\r`},
		{"* pause\x001s", "control byte 0x00", `\0`},
		{"= pass 2xx -- \x1b[1m", "control byte 0x1b", `\x1b`},
		{"> \xff\\r\\n", "byte 0xff", `\xff`},
		{"> \u200e\\r\\n", "invisible U+200E", `\xe2\x80\x8e`},
		{"> \u00a0\\r\\n", "invisible U+00A0", `\xc2\xa0`},
		{"> \u0085\\r\\n", "invisible U+0085", `\xc2\x85`},
		{"# \u009b1m", "invisible U+009B", "comment"},
		{`  > GET\r\n`, "no gutter", "first character"},
		{`GET / HTTP/1.1\r\n`, "no gutter", "write > and a blank"},
		{"\ufeff> a\\r\\n", "no gutter", "write > and a blank"},
		{`> \{date}\r\n`, `\{date} is a mask`, "expected"},
		{`> \{rep 3 \{int}}\r\n`, `\{int} is a mask`, "expected"},
		{`< \{rest}x\r\n`, `\{rest} is not the last`, `\{any}`},
		{`< \{rep 2 \{rest}}\`, `\{rest} is not the last`, ""},
		{`> \{host}\r\n`, `\{host} is no field`, `\{$host}`},
		{`> \{$Host}\r\n`, `\{$Host} names nothing`, "lower case"},
		{`> \{$host as x}\r\n`, "names nothing", ""},
		{`> \{}\r\n`, `\{} is no field`, `\\{`},
		{`> \{reap 3 x}\r\n`, "is no field", "did you mean rep?"},
		{`> \{regex x}\r\n`, "is no field", "did you mean re?"},
		{`< \{Date}\r\n`, "is no field", "did you mean date?"},
		{`> \{rep 3}\r\n`, `\{rep 3} has no text`, ""},
		{`> \{rep}\r\n`, `\{rep N TEXT}`, ""},
		{`> \{rep x y}\r\n`, "got x, want a number", ""},
		{`> \{noise}\r\n`, `\{noise N}`, ""},
		{`> \{noise -1}\r\n`, "got -1", ""},
		{`> \{noise 99999999999999999999}\r\n`, "want at most", ""},
		{`> \{noise 3 }\r\n`, "got 3 ", ""},
		{`> \{file ../x}\r\n`, "../x is no name of a file", "relative"},
		{`> \{file a/../x}\r\n`, "no name of a file", ""},
		{`> \{file /x}\r\n`, "no name of a file", ""},
		{`> \{file a\b}\r\n`, "no name of a file", ""},
		{`> \{file  a}\r\n`, "no name of a file", ""},
		{`< \{re a(}\r\n`, "a( is no RE2 expression: missing closing )", "RE2"},
		{`< \{re a\r\n`, "has no closing }", `\x7b`},
		{`< \{re}\r\n`, `\{re RE2}`, ""},
		{`< \{re as x}\r\n`, `\{re RE2}`, ""},
		{`< \{date as X}\r\n`, "X is no name", "lower case"},
		{`< \{re a as X}\r\n`, "X is no name", "[ ]as X"},
		{`< \{date x}\r\n`, `\{date}`, "as NAME"},
		{`> ` + strings.Repeat(`\{rep 1 `, 20) + strings.Repeat("}", 20) + `\`, "too many fields", "16"},
		{`*`, "names no event", "closed"},
		{`*closed`, "*closed has no blank", "write * closed"},
		{`* clozed`, "clozed is no event", "did you mean closed?"},
		{`* close`, "close is no event", "close-write"},
		{`* Closed`, "Closed is no event", "did you mean closed?"},
		{`* pause`, "pause without a time", "50ms"},
		{`* pause 5`, "5 is no time", "50ms"},
		{`* pause 1m`, "1m is no time", ""},
		{`* pause -1s`, "-1s is no time", ""},
		{`* pause 1.s`, "1.s is no time", ""},
		{`* pause .5s`, ".5s is no time", ""},
		{`* pause 0.0000001ms`, "is no time", ""},
		{`* pause 24.1h`, "is no time", ""},
		{`* pause 86400.1s`, "is no time", "24 hours"},
		{`* drip 0 1s`, "got 0, want 1 or more", ""},
		{`* drip 1`, "drip N TIME", ""},
		{`* sip`, "sip without a count", ""},
		{`* split`, "split without a count", ""},
		{`* split all loud`, "split all|N [silent]", ""},
		{`* split 0`, "got 0", ""},
		{`* repeat 0`, "got 0", ""},
		{`* repeat -1`, "got -1", ""},
		{`* connect A`, "A is no name", "lower case"},
		{`* connect a-b`, "a-b is no name", "lower case"},
		{`* connect a b`, "connect [NAME]", ""},
		{`*a repeat 3`, "stands on the gutter", "write * repeat 3"},
		{`* closed 3s`, "want * closed", ""},
		{`=`, "says nothing", "VERDICT"},
		{`=pass 2xx`, "=pass 2xx has no blank", "= pass 2xx"},
		{`= Pass 2xx`, "Pass is no verdict", "did you mean pass?"},
		{`= 2xx`, "2xx is no verdict", "= pass 2xx"},
		{`= ended`, "ended is no verdict", "= pass ended"},
		{`= pass`, "an outcome is empty", ""},
		{`= pass 400 |`, "an outcome is empty", ""},
		{`= pass 400 --why`, "--why is no status", "both sides"},
		{`= pass 400 --`, "without a reason", ""},
		{`= pass -- x`, "an outcome is empty", ""},
		{`= pass 4XX`, "4XX is no status", "4xx"},
		{`= pass 417-411`, "417-411 is no status", "411-417"},
		{`= pass 2xx*0`, "got 2xx*0", ""},
		{`= pass 2xx*`, "got nothing, want a number", ""},
		{`= pass *2`, "*2 is no status", ""},
		{`= pass 400, 413`, "400, has an empty status", "400,413"},
		{`= pass ended 400`, "ended is followed by 400", "|"},
		{`= pass close`, "close is no status", "ended"},
		{`= pass raw 200`, "goes on after raw", ""},
		{`= pass raw*2`, "goes on after raw", ""},
		{`= pass 099`, "099 is no status", ""},
		{`= pass 4000`, "4000 is no status", ""},
		{`=   feild X`, "feild is no verdict", "did you mean field?"},
		{`=   header X`, "header is no verdict", "did you mean field?"},
		{`=   field`, "got nothing, want the name of a field", "field NAME"},
		{`=   field X: y`, "got X:", "without its colon: X"},
		{`=   field? X`, "field? X has no pattern", "field X"},
		{`=   field X has`, "got has nothing", `\x68as`},
		{`=   field X has a b`, "got has a b", `\x68as`},
		{`=   field? X has a`, "followed by has", ""},
		{`=   content`, "content has no pattern", "lone"},
		{`=   framing chunk`, "got framing chunk", "did you mean chunked?"},
		{`=   0 field X`, "got 0", "from 1"},
		{`=   !field X`, "!field is no verdict", "! field"},
		{`=   ! 2 field X`, "2 is no verdict", "2 ! field X"},
		{`=   content? x`, "content? is no verdict", "did you mean content?"},
		{`=   content a\`, "a lone", `\\`},
	} {
		s, err := ParseSection("f", "", 7, []byte("#\n"+c.line+"\n#"))
		var errs Errors
		if !errors.As(err, &errs) {
			t.Errorf("%s: got %v, %v, want Errors", c.line, s, err)
			continue
		}
		e := errs[0]
		if len(errs) != 1 || s != nil || e.Pos != (Pos{"f", 8}) || !strings.Contains(e.Msg, c.msg) || !strings.Contains(e.Hint, c.hint) {
			t.Errorf("%s: got\n%v\nwant %q and %q", c.line, err, c.msg, c.hint)
		}
	}
}

// All mistakes are told, each once, in the order of the lines.
func TestParseErrorsAll(t *testing.T) {
	_, err := ParseSection("f", "", 1, []byte(`> a\q\{datum}\w\r\n
>b x\r\n
* clozed
>b x\r\n
= pass 4 | 5
=   field X: \{
`))
	var got []string
	for _, e := range err.(Errors) {
		got = append(got, e.Pos.String()+" "+strings.Fields(e.Msg)[0])
	}
	want := `f:1 \q, f:1 \{datum}, f:1 \w, f:2 connection, f:3 clozed, f:5 4, f:5 5, f:6 got`
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("got %s\nwant %s", s, want)
	}
	// A connection is not called unopened where its connect is the mistake.
	_, err = ParseSection("f", "", 1, []byte("* connect b x\n>b x\\r\\n\n"))
	if errs := err.(Errors); len(errs) != 1 || errs[0].Pos.Line != 1 {
		t.Errorf("got %v, want one error in line 1", err)
	}
}
