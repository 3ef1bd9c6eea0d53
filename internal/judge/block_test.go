package judge

import "testing"

func TestStatuses(t *testing.T) {
	runRows(t, []row{
		{"pass 200", "", "open"},
		{"pass 200", "part", "open"},
		{"pass 200", "200", "pass 0.0 answered 1"},
		{"pass 200", "404", "fails"},
		{"pass 2xx", "204", "pass 0.0 answered 1"},
		{"pass 411-417", "404", "fails"},
		{"pass 400-417", "404", "pass 0.0 answered 1"},
		{"pass 400,404", "404", "pass 0.0 answered 1"},
		{"pass any", "500", "pass 0.0 answered 1"},
		{"pass 200", "200 404", "pass 0.0 left 45 answered 1"},
		{"pass 2xx 404 2xx", "200 404", "open"},
		{"pass 2xx 404 2xx", "200 404 200", "pass 0.0 answered 3"},
		{"pass 2xx 404 2xx", "200 200", "fails"},
		{"pass 2xx*3", "200 200", "open"},
		{"pass 2xx*3", "200 200 200", "pass 0.0 answered 3"},
		{"pass 2xx*3", "200 200 404", "fails"},
		{"pass 2xx*1000000000", "200 200", "open"},
		{"pass 2xx*$n", "200 200", "pass 0.0 answered 2"},
		{"pass 2xx*$n", "200", "open"},
		{"pass 2xx*$nobody", "200", "fails error"},
		{"pass 200 | 404", "404", "pass 0.1 answered 1"},

		// The end, the timeout and the cap make all certain.
		{"pass 200", "FIN", "fails"},
		{"pass 200", "RST", "fails"},
		{"pass 200", "timeout", "fails"},
		{"pass 200", "quiet", "open"},
		{"pass 200", "full", "fails"},
		{"pass 200", "part full", "fails"},
		{"pass 200", "part FIN", "fails"},
		{"pass 200", "cut FIN", "fails"},
		{"pass 200", "cut RST", "fails"},
		{"pass 200", "cut timeout", "fails"},
		{"pass 200", "200 RST", "pass 0.0 answered 1"},
		{"pass 2xx*3", "200 200 timeout", "fails"},
		{"pass 2xx*3", "200 200 FIN", "fails"},

		// Read until close.
		{"pass 200", "200-u", "open"},
		{"pass 200", "200-u FIN", "pass 0.0 answered 1"},
		{"pass 200 closed", "200-u FIN", "pass 0.0 last answered 1"},
		{"pass 200 ended", "200-u FIN", "pass 0.0 last answered 1"},
		{"pass 200", "200-u timeout", "fails"},

		// The method of the request decides about the content.
		{"pass 2xx", "head", "open"},
		{"pass 2xx", "head HEAD", "pass 0.0 answered 1"},
		{"pass 2xx 2xx", "head 200 HEAD GET", "pass 0.0 answered 2"},
		{"pass 2xx 2xx", "200 head GET HEAD", "pass 0.0 answered 2"},
		{"pass 2xx 2xx", "100 200 103 head GET HEAD", "pass 0.0 answered 2"},
		{"pass 2xx raw", "head frame CONNECT", "pass 0.0 swallow answered 1"},
		{"pass 2xx", "head frame CONNECT", "pass 0.0 swallow left 6 answered 1"},
	})
}

func TestInterim(t *testing.T) {
	runRows(t, []row{
		{"pass 200", "100", "open"},
		{"pass 200", "100 103 200", "pass 0.0 answered 1"},
		{"pass 200", "100 FIN", "fails"},
		{"pass any", "100 timeout", "fails"},
		{"pass 100", "100", "pass 0.0"},
		{"pass 100", "100 200", "pass 0.0 left 43"},
		{"pass 1xx", "103", "pass 0.0"},
		{"pass 100", "103", "open"},
		{"pass 100", "103 100", "pass 0.0"},
		{"pass 100", "200", "fails"},
		{"pass 4xx,100", "100", "pass 0.0"},
		{"pass 4xx,100", "404", "pass 0.0 answered 1"},
		{"pass 100 200", "100 200", "pass 0.0 answered 1"},
		{"pass 100 200", "100 103 200", "pass 0.0 answered 1"},
		{"fail 1xx; pass 2xx", "100", "fail 0.0"},
		{"fail 1xx; pass 2xx", "200", "pass 1.0 answered 1"},
		{"fail 1xx; pass 2xx", "100 200", "fail 0.0 left 43"},
		{"pass any", "101", "pass 0.0 swallow answered 1"},
		{"pass 101", "100 101 frame", "pass 0.0 swallow left 6 answered 1"},
		{"pass 101 raw", "101", "open"},
		{"pass 101 raw", "101 200", "pass 0.0 swallow answered 1"},
		{"pass 101 200", "101 200", "fails"},
		{"pass 101 raw", "101 FIN", "fails"},
		{"pass 101 open", "101", "open quiet"},
		{"pass 101 open", "101 frame", "fails"},
		{"pass 100 ended", "100c", "open"},
		{"pass 100 ended", "100c FIN", "pass 0.0 last"},
		// Interim responses nobody named, then the end.
		{"pass ended", "100", "open"},
		{"pass ended", "100 FIN", "pass 0.0 last"},
		{"pass ended", "100 part", "open"},
		{"pass ended", "100 200", "fails"},
		{"pass silent", "100", "fails"},
		{"pass 200 closed", "200 100", "fails"},
	})
}

func TestRaw(t *testing.T) {
	runRows(t, []row{
		{"pass raw", "", "open"},
		{"pass raw", "HT", "open"},
		{"pass raw", "yes", "pass 0.0 swallow"},
		{"pass raw", "200", "fails"},
		{"pass raw", "FIN", "fails"},
		{"pass raw", "timeout", "fails"},
		{"pass raw,400", "400", "pass 0.0 answered 1"},
		{"pass raw,400", "yes", "pass 0.0 swallow"},
		{"pass raw ended", "yes", "open"},
		{"pass raw ended", "yes FIN", "pass 0.0 last swallow"},
		{"pass raw closed", "yes RST", "fails"},
		{"pass raw reset", "yes RST", "pass 0.0 last swallow"},
		{"pass raw closed", "yes timeout", "fails"},
		{"pass raw open", "yes", "open quiet"},
		{"pass raw open", "yes quiet", "pass 0.0 swallow"},
		{"pass 200 raw", "200 yes", "pass 0.0 swallow answered 1"},
		{"pass raw,200 200", "yes", "fails"},
		{"pass raw,200*2", "yes", "fails"},
		{"pass raw,200*2", "200 yes", "pass 0.0 swallow answered 1"},
		{"pass any", "yes", "fails"},
		{`pass raw; . content \{bytes 3}\x04\{rest}`, "frame", "pass 0.0 swallow"},
		{`pass raw; . content Yes`, "yes", "pass 0.0 swallow"},
		{`pass raw; . content Yes!`, "yes", "open"},
		{`pass raw; . content Yes!`, "yes FIN", "fails"},
		{`pass raw; . content Yes!`, "yes timeout", "fails"},
		{`pass raw ended; . content \{token as n}`, "yes", "open"},
		{`pass raw ended; . content \{token as n}`, "yes FIN", "pass 0.0 last swallow n=Yes"},
		{`pass 200 raw; . 1 size 5; . content Yes`, "200 yes", "pass 0.0 swallow answered 1"},
	})
}

func TestChoice(t *testing.T) {
	runRows(t, []row{
		// An earlier rule is awaited only if it is better.
		{"pass 400 ended; warn 400", "400", "open"},
		{"pass 400 ended; warn 400", "400 FIN", "pass 0.0 last answered 1"},
		{"pass 400 ended; warn 400", "400 timeout", "warn 1.0 answered 1"},
		{"pass any ended; pass any", "400", "pass 1.0 answered 1"},
		{"pass any ended; pass any", "400 FIN", "pass 0.0 last answered 1"},
		{"pass any ended; skip any", "400", "skip 1.0 answered 1"},
		{"skip any ended; pass any", "400", "pass 1.0 answered 1"},
		{"skip any ended; warn any", "400", "open"},
		{"fail any ended; pass any", "400", "pass 1.0 answered 1"},
		{"warn any ended; pass any", "400", "pass 1.0 answered 1"},
		{"warn any ended; fail any", "400", "open"},
		{"fail any ended; warn any", "400", "warn 1.0 answered 1"},
		{"fail any ended; fail any", "400", "fail 1.0 answered 1"},
		{"warn 400; pass 400 ended", "400", "warn 0.0 answered 1"},
		{"pass 2xx closed; fail any; warn any", "200", "open"},
		{"pass any closed | any open; warn any reset", "404", "open quiet"},
		{"pass any closed | any open; warn any reset", "404 quiet", "pass 0.1 answered 1"},
		{"pass any closed | any open; warn any reset", "404 RST", "warn 1.0 last answered 1"},
		{"pass silent; fail any", "", "open quiet"},
		{"fail silent; pass 400 ended", "quiet", "open"},
		{"fail silent; pass 2xx open", "200", "open quiet"},
		{"warn 2xx; pass 2xx open", "200", "warn 0.0 answered 1"},
		{"pass 2xx 404,410 2xx; warn 2xx ended | 2xx 404,410 ended", "200c", "open"},
		{"pass 2xx 404,410 2xx; warn 2xx ended | 2xx 404,410 ended", "200c FIN", "warn 1.0 last answered 1"},
		{"pass any ended | silent; pass any", "", "open quiet"},
		{"fail 2xx; . field X; pass 2xx", "200", "pass 1.0 answered 1"},
		{"fail 2xx; . field Content-Length; pass 2xx", "200", "fail 0.0 answered 1"},
		{"warn 400 -- a reason | with -- all", "400", "warn 0.0 answered 1"},
	})
	d := Block(block(t, "warn 400 -- a reason"), seen(t, "400"))
	if d.Reason != "a reason" || d.Why == "" {
		t.Errorf("got reason %q, why %q", d.Reason, d.Why)
	}
}
