package wire

import (
	"fmt"
	"strings"
	"testing"
)

// outline writes steps in short: the gutters and numbers of the lines.
func outline(steps []Step) string {
	var out []string
	for _, st := range steps {
		var s string
		switch {
		case st.Send != nil:
			s = ">" + st.Conn
			for _, l := range st.Send {
				s += fmt.Sprint(" ", l.Pos.Line)
			}
		case st.Want != nil:
			s = fmt.Sprint("<", st.Conn, " ", st.Want.Pos.Line)
		case st.Do != nil:
			s = "*" + st.Conn + " " + st.Do.Op.String()
		case st.Block != nil:
			s = "=" + st.Block.Conn
			for _, r := range st.Block.Rules {
				s += fmt.Sprint(" ", r.Line.Pos.Line)
				for range r.Props {
					s += "+"
				}
			}
		case st.Times != nil:
			s = st.Times.String() + "(" + outline(st.Body) + ")"
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

func program(t *testing.T, text string) ([]Step, error) {
	t.Helper()
	s, err := ParseSection("f", "", 1, []byte(text))
	if err != nil {
		t.Fatalf("%s\n%v", text, err)
	}
	return s.Program()
}

func TestProgram(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"# only\n\n", ""},
		{"> a\\n\n# comment\n\n> b\\n\n* pause 0s\n> c\\n", "> 1 4, * pause, > 6"},
		{"> a\\n\n< b\\n\n< c\\n\n> d\\n", "> 1, < 2, < 3, > 4"},
		{"* connect a\n>a x\\\n> y\\\n>a z\\\n>a z\\\n", "* connect, >a 2, > 3, >a 4 5"},
		{"= pass 2xx\n=   size 0\n#\n=   field X\n= warn any\n\n= fail ended\n", "= 1++ 5 7"},
		{"* connect a\n= pass 2xx\n=a pass 2xx\n=a   size 0\n=a warn any\n= pass 2xx\n", "* connect, = 2, =a 3+ 5, = 6"},
		{"= pass any\n* silent\n= pass any\n", "= 1, * silent, = 3"},
		{"= pass any\n< a\\n\n= pass any\n", "= 1, < 2, = 3"},
		{"> a\\\n* repeat 2\n> b\\\n* repeat $n\n> c\\\n* end\n> d\\\n* end\n> e\\\n", "> 1, 2(> 3, $n(> 5), > 7), > 9"},
		{"* repeat 1000\n* repeat 100\n> a\\\n* end\n* repeat 100\n> b\\\n* end\n* end", "1000(100(> 3), 100(> 6))"},
		{"* repeat $n\n* repeat 100000\n> a\\\n* end\n* end", "$n(100000(> 3))"},
		{"* split all\n# here\n> a\\\n= pass 2xx*3 any ended\n=   4 size 0\n=   3 size 1\n", "* split, > 3, = 4++"},
		{"= pass any*$n | raw\n=   content x\n= pass any*$n\n=   9 size 0\n", "= 1+ 3+"},
	} {
		steps, err := program(t, c.text)
		if err != nil {
			t.Errorf("%s\n%v", c.text, err)
		} else if got := outline(steps); got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestProgramErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"* end", "f:1: end closes no repeat"},
		{"* repeat 2\n> a\\", "f:1: repeat has no end"},
		{"* repeat 2\n* repeat 2\n> a\\\n* end", "f:1: repeat has no end"},
		{"* repeat 2\n#\n* end", "f:3: the repeat of f:1 holds nothing"},
		{"* repeat 100001\n> a\\\n* end", "f:1: got 100001 turns, want at most 100,000 in all\n\teach turn is kept until the play ends"},
		{"* repeat 1000000000\n* repeat 2\n> a\\\n* end\n* end", "f:1: got 1000000000 turns, want"},
		{"* repeat 100000\n* repeat 100000\n* repeat 9\n> a\\\n* end\n* end\n* end", "f:2: got 100000 times 100000 turns, want"},
		{"* repeat 1000\n* repeat $n\n* repeat 101\n> a\\\n* end\n* end\n* end", "f:3: got 1000 times 101 turns, want"},
		{"=   size 0", "f:1: size 0 belongs to no rule"},
		{"= pass any\n* silent\n=   size 0\n=   size 1\n", "f:3: size 0 belongs to no rule"},
		{"= pass any\n> a\\\n=   size 0", "f:3: size 0 belongs to no rule"},
		{"* connect a\n= pass any\n=a   size 0\n=a   size 1\n", "f:3: size 0 belongs to no rule"},
		{"* connect a\n=a pass any\n=   size 0\n=   size 1\n=a pass any\n", "f:3: size 0 belongs to no rule"},
		{"* repeat 2\n= pass any\n* end\n=   size 0", "f:4: size 0 belongs to no rule"},
		{"= pass any | ended\n=   field X", "f:2: field X has no response to look at in the outcome ended"},
		{"= pass silent\n=   field X", "f:2: field X has no response to look at in the outcome silent"},
		{"= pass 2xx*2 404\n=   4 size 0", "f:2: 4 size 0 looks at response 4, but the outcome 2xx*2 404 has 3"},
		{"= pass 2xx 2xx | 404\n=   2 size 0", "f:2: 2 size 0 looks at response 2, but the outcome 404 has 1"},
		{"= pass raw\n=   size 0", "f:2: size 0 looks at raw"},
		{"= pass 2xx 400,raw\n=   field X", "f:2: field X looks at raw"},
		{"* split all\n* pause 1s\n> a\\", "f:1: split is not followed by what it cuts"},
		{"* split all", "f:1: split is not followed by what it cuts"},
		{"* connect a\n* split all\n>a x\\", "f:2: split is not followed by what it cuts"},
		{"* split 1\n> a\\\n* split 2\n> b\\", "f:3: this is the second split of the section, after that of f:1"},
		{"< \\{rep 2 \\{int as host}}\\", `f:1: \{int as host} captures a name that is given`},
		{"= pass any\n=   size \\{int as path}", `f:2: \{int as path} captures a name that is given`},
	} {
		steps, err := program(t, c.text)
		errs, ok := err.(Errors)
		if !ok || len(errs) != 1 || steps != nil || !strings.HasPrefix(errs[0].Error(), c.want) {
			t.Errorf("%s\ngot  %v\nwant %s", c.text, err, c.want)
		}
	}
}

// Lines that were not parsed together are held to the same rule.
func TestProgramUnopened(t *testing.T) {
	l, err := ParseLine(Pos{"f", 1}, `>a x\`)
	if err != nil {
		t.Fatal(err)
	}
	s := &Section{Lines: []Line{*l}}
	if _, err := s.Program(); err == nil || !strings.Contains(err.Error(), "connection a was never opened") {
		t.Errorf("got %v, want an error about connection a", err)
	}
}

func TestUnplayable(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		// What ends a connection for good.
		{"= pass 2xx ended | closed\n= warn reset\n= fail any\n> a\\\n= pass any", "f:4 this is never played: f:1"},
		{"= pass ended\n= skip any\n* silent", "f:3 this is never played: f:1"},
		{"= pass ended\n* closed", "f:2 this is never played: f:1"},
		{"= fail any\n= skip silent\n* connect\n> a\\", "f:3 this is never played: each rule of f:1"},
		{"* abort\n> a\\", "f:2 this is never played: f:1"},
		{"* abort\n* reset", "f:2 this is never played: f:1"},
		{"* reset\n> a\\", "f:2 this is never sent: f:1"},
		{"* reset\n< a\\", "f:2 this can never hold: f:1"},
		{"* closed\n< a\\", "f:2 this can never hold: f:1"},
		{"* closed\n* pause 1s\n* silent", "f:3 this can never hold: f:1"},
		{"* closed\n= pass any | any ended", "f:2 this can never hold: f:1"},
		{"* close-write\n= pass any\n> a\\", "f:3 this is never sent: f:1"},
		{"* connect a\n= pass ended\n>a x\\\n*a abort\n>a y\\", "f:5 this is never played: f:4"},
		{"* repeat 3\n= pass ended\n> a\\\n* end\n> b\\", "f:3 this is never played: f:2"},
		{"* repeat 3\n= pass ended\n* end\n> b\\", "f:4 this is never played: f:2"},
		// All bytes are taken.
		{"< \\{rest}\\\n< a\\", "f:2 this can never hold: f:1"},
		{"< \\{rest}\\\n= pass any", "f:2 this can never hold: f:1"},
		{"= pass raw | ended\n* pause 0s\n= pass any", "f:3 this can never hold: f:1"},
		// Nothing is read.
		{"* sip 0\n> a\\\n= pass 2xx", "f:3 nothing is read here: f:1 stops reading"},
		{"* sip 0\n> a\\\n= pass 2xx\n= fail ended", "f:3 nothing is read here: f:1"},
		{"* sip 0 1s\n< a\\n\n< b\\n", "f:2 nothing is read here: f:1"},
		{"* sip 9 1s\n* sip 0\n* pause 1s\n= pass raw", "f:4 nothing is read here: f:2"},
		{"* sip 0\n* closed", "f:2 nothing is read here: f:1"},
		{"* sip 0\n* reset", "f:2 nothing is read here: f:1"},
		{"* sip 0\n= pass ended", "f:2 nothing is read here: f:1"},
		{"* connect a\n*a sip 0\n* repeat 2\n>a x\\\n=a pass any\n* end", "f:5 nothing is read here: f:2"},

		// What can be played after all.
		{"* sip 0\n> a\\\n* sip 1\n= pass 2xx", ""},
		{"* sip 0\n* sip $n\n= pass 2xx", ""},
		{"* sip $n\n= pass 2xx", ""},
		{"* sip 0\n* connect\n= pass 2xx", ""},
		{"* connect a\n*a sip 0\n= pass 2xx", ""},
		{"* sip 0\n* pause 1s\n* drip 1 1s\n> a\\\n* silent\n* open 1s\n* close-write\n* abort", ""},
		{"* sip 0\n= pass silent\n= warn any", ""},
		{"* sip 0\n= pass any | open", ""},
		{"* sip 0\n< \\{rest}\\\n", ""},
		{"* closed\n* sip 0\n* closed", ""},
		{"= pass ended\n= pass any\n> a\\\n= pass 2xx | ended", ""},
		{"= pass 2xx closed | 2xx\n> a\\", ""},
		{"= pass ended\n= warn silent\n> a\\", ""},
		{"= pass ended\n* pause 1s\n* connect\n> a\\", ""},
		{"* connect a\n= pass ended\n>a a\\", ""},
		{"* repeat 3\n* connect\n> a\\\n* abort\n* end\n* connect\n> a\\", ""},
		{"* repeat 3\n> a\\\n= pass 2xx ended\n* end", ""},
		{"* closed\n> a\\\n* reset", ""},
		{"* closed\n* closed\n= pass ended\n", ""},
		{"* reset\n* reset\n", ""},
		{"* close-write\n* close-write\n= pass any closed", ""},
		{"< \\{rest}\\\n> a\\\n* closed", ""},
		{"< \\{rest}\\\n= pass any | ended", ""},
		{"< \\{rest}\\r\\n\n< a\\", ""},
		{"= pass raw\n= warn 2xx\n< a\\", ""},
		{"= pass raw\n* closed", ""},
		{"* silent\n* silent\n> a\\", ""},
		{"= fail any", ""},
	} {
		steps, err := program(t, c.text)
		if err != nil {
			t.Errorf("%s\n%v", c.text, err)
			continue
		}
		var got []string
		for _, e := range Unplayable(steps) {
			got = append(got, e.Pos.String()+" "+e.Msg)
		}
		if s := strings.Join(got, "; "); c.want == "" && s != "" || !strings.HasPrefix(s, c.want) || len(got) > 1 {
			t.Errorf("%s\ngot  %s\nwant %s", c.text, s, c.want)
		}
	}
}
