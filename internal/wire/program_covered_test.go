package wire

import (
	"strings"
	"testing"
)

func TestNeverDecide(t *testing.T) {
	for _, c := range []struct{ rules, want string }{
		{"pass 200; fail 200", "f:2 f:1"},
		{"pass 2xx; fail 204", "f:2 f:1"},
		{"pass any; pass 200", "f:2 f:1"},
		{"pass any; pass 200; .size 5", "f:2 f:1"},
		{"pass any; pass 101", "f:2 f:1"},
		{"pass 404; pass 200-299,404; warn 2xx | 404", "f:3 f:2"},
		{"pass 404 | 2xx; fail 204 | 404", "f:2 f:1"},
		{"pass 400,raw; warn raw", "f:2 f:1"},
		{"warn 1xx,2xx; fail 200", "f:2 f:1"},
		{"warn any; fail 500 closed; skip 404 silent", "f:2 f:1, f:3 f:1"},
		{"pass 2xx; fail 2xx 2xx", "f:2 f:1"},
		{"pass 2xx*2; fail 2xx*3", "f:2 f:1"},
		{"pass 2xx; fail 200*$n", "f:2 f:1"},
		{"pass 2xx*$n; fail 200*$n", "f:2 f:1"},
		{"pass 100 2xx; fail 100 204 400", "f:2 f:1"},
		{"pass any ended; fail 400 closed; fail 400 reset; warn 404 ended", "f:2 f:1, f:3 f:1, f:4 f:1"},
		{"pass ended; warn closed", "f:2 f:1"},
		{"pass any open; fail 500 open; pass 200 open", "f:2 f:1, f:3 f:1"},
		{"warn silent; fail silent", "f:2 f:1"},

		// What can decide after all.
		{"pass 204; fail 2xx", ""},
		{"pass 2xx; .size 5; fail 200", ""},
		{"pass 4xx; fail 404 | 500", ""},
		{"pass 200; pass 204; pass 200,204", ""}, // no rule alone covers it
		{"pass any; warn 100", ""},
		{"pass any; fail raw", ""},
		{"pass any; warn ended", ""},
		{"pass any ended; pass any", ""},
		{"pass any closed; pass any ended", ""},
		{"pass any closed; fail any reset", ""},
		{"warn 200 open; pass 200 open", ""}, // a quiet window is enough for the second
		{"pass 200 open; warn 200", ""},
		{"pass 2xx 2xx; warn 2xx", ""},
		{"pass 2xx 2xx ended; warn 2xx 2xx 2xx ended", ""},
		{"pass 2xx*3; fail 2xx*2", ""},
		{"pass 2xx*$n; fail 2xx*$m", ""},
		{"pass 2xx*$n; fail 2xx*9", ""},
		{"pass 1xx,2xx 4xx; fail 2xx 4xx", ""}, // of 100 200 404 the first can't take 404
		{"pass 1xx,2xx ended; fail 2xx ended", ""},
	} {
		var text strings.Builder
		for r := range strings.SplitSeq(c.rules, "; ") {
			text.WriteString("= " + strings.Replace(r, ".", "  ", 1) + "\n")
		}
		steps, err := program(t, text.String())
		if err != nil {
			t.Fatalf("%s\n%v", text.String(), err)
		}
		var got []string
		for _, e := range NeverDecide(steps) {
			by, _, _ := strings.Cut(strings.TrimPrefix(e.Msg, "this never decides: "), " ")
			got = append(got, e.Pos.String()+" "+by)
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s\n\tgot  %s\n\twant %s", c.rules, s, c.want)
		}
	}
	steps, err := program(t, "* repeat 2\n= pass 2xx\n= fail 204 -- no\n* end")
	if err != nil {
		t.Fatal(err)
	}
	const want = "f:3: this never decides: f:2 holds first\n\twrite the narrower rule first"
	if got := NeverDecide(steps).Error(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
