package main

import (
	"strings"
	"testing"

	"httpkit/internal/suite"
)

// TestMarks: each mark stands in a case of the kit, and what stands there is told.
func TestMarks(t *testing.T) {
	ours, err := embeddedCases()
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]bool{}
	for _, c := range ours {
		for _, m := range marksOf(c) {
			told[m.mark] = true
		}
	}
	for _, m := range marks {
		if !told[m.mark] {
			t.Errorf("%s: no case has it", m.mark)
		}
	}
}

func TestMarksOfOneCase(t *testing.T) {
	for _, test := range []struct{ script, want string }{
		{`> GET / HTTP/1.1\r\n`, ""},
		{`> a\\`, ""},
		{`> a\`, `lone \ at the end`},
		{`> a\\\`, `lone \ at the end`},
		{`> \`, `lone \ at the end`},
		{"= pass 400 -- it is ended | open, any", "="},
		{"= pass 200 ended | 4xx", `=|A | B|2xx, 400-417|ended`},
		{"= fail silent", "=|silent"},
		{"* closed", "closed"},
		{"* silent 50ms", "silent"},
		{"= pass 200\n=   field Connection has close", "=|=   property|has X"},
		{`< \{any}\r\n`, `\{any}`},
		{`< \{token as t}\r\n`, `\{token}|\{... as NAME}`},
	} {
		script := test.script
		if !strings.Contains(script, "> ") {
			script = "> a\\r\\n\n" + script
		}
		if strings.HasSuffix(script, `\\`) && !strings.HasSuffix(script, `\\\`) {
			script += `\n`
		}
		c, err := suite.Parse("x.txtar", "x", []byte("# A title.\n#\n# why: x\n\ntalk\n\n-- talk --\n"+script+"\n"), false)
		if err != nil {
			t.Errorf("%s: %v", test.script, err)
			continue
		}
		var got []string
		for _, m := range marksOf(c) {
			got = append(got, m.mark)
		}
		if strings.Join(got, "|") != test.want {
			t.Errorf("%s: got %s, want %s", test.script, strings.Join(got, "|"), test.want)
		}
	}
}
