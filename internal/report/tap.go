package report

import (
	"fmt"
	"io"
	"strings"

	"httpkit/internal/suite"
)

// tap is the Test Anything Protocol, version 13, which readers of version 14 take
// too: a line a case as it ends, and below it, where it did not simply pass, what
// is known of it as YAML.
type tap struct {
	w io.Writer
	o Options
	n int
}

func newTAP(w io.Writer, o Options) Format { return &tap{w: w, o: o} }

func (t *tap) Begin(r *Run) {
	fmt.Fprintf(t.w, "TAP version 13\n# %s\n# target: %s\n", clean(r.Version), clean(r.Target))
	t.Probed(r)
}

// Probed says what the target lacks: why cases are skipped.
func (t *tap) Probed(r *Run) {
	for _, o := range r.Offers {
		if !o.Offered {
			fmt.Fprintf(t.w, "# lacks %s: %s\n", clean(o.Name), clean(o.Why))
		}
	}
}

// Result maps what a verdict comes to on "ok" and the two directives there are:
// SKIP for what was not played, TODO for what fails as the baseline says.
func (t *tap) Result(r *suite.Result) {
	c := t.o.tell(r)
	t.n++
	ok, directive := "ok", ""
	if c.Means == bad || c.Means == broken || c.Means == known {
		ok = "not ok"
	}
	switch {
	case r.Verdict == suite.Known, r.Verdict == suite.Fixed && !t.o.Strict:
		directive = fmt.Sprintf(" # TODO %s: %s", r.Verdict, plain(r.Reason))
	case r.Verdict == suite.NotRun:
		directive = " # SKIP not run: " + plain(r.Reason)
	case r.Verdict == suite.Skip:
		directive = " # SKIP " + plain(r.Reason)
	}
	fmt.Fprintf(t.w, "%s %d - %s%s\n", ok, t.n, strings.NewReplacer(`\`, `\\`, "#", `\#`).Replace(c.ID), directive)
	if c.Means != good && c.Means != idle {
		t.diagnostics(c)
	}
}

// diagnostics is the YAML below a line. It keeps to single-quoted words and lists
// of them, which is what the readers of TAP understand of YAML.
func (t *tap) diagnostics(c *told) {
	fmt.Fprintf(t.w, "  ---\n")
	field := func(key, value string) {
		if value != "" {
			fmt.Fprintf(t.w, "  %s: %s\n", key, yamlWord(value))
		}
	}
	list := func(key string, values []string) {
		if len(values) > 0 {
			fmt.Fprintf(t.w, "  %s:\n", key)
		}
		for _, v := range values {
			fmt.Fprintf(t.w, "    - %s\n", yamlWord(v))
		}
	}
	field("message", c.First())
	severity := "fail"
	if c.Means == noted {
		severity = "comment"
	} else if c.Means == known {
		severity = "todo"
	}
	field("severity", severity)
	field("verdict", string(c.Verdict))
	field("level", c.Level)
	field("title", c.Title)
	field("at", c.Place())
	if len(c.Reason) > 1 {
		field("more", strings.Join(c.Reason[1:], "; "))
	}
	field("plays", c.Values)
	var lines, refs []string
	for _, l := range c.Exchange {
		lines = append(lines, string(rune(l.Mark))+" "+l.Text)
	}
	list("exchange", lines)
	field("why", c.Why)
	field("hint", c.Hint)
	for _, r := range c.Refs {
		refs = append(refs, r.URL)
	}
	list("rfc", refs)
	field("again", c.Again)
	fmt.Fprintf(t.w, "  ...\n")
}

// yamlWord is s, which is one printable line, in single quotes.
func yamlWord(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// Finish writes the plan, and gives the run up where it did not come to its end.
func (t *tap) Finish(s *suite.Summary) {
	word, why := ended(s)
	if t.n == 0 {
		fmt.Fprintln(t.w, "1..0 # SKIP nothing ran")
	} else {
		fmt.Fprintf(t.w, "1..%d\n", t.n)
	}
	for _, n := range s.Noticed {
		fmt.Fprintf(t.w, "# noticed: %s: %s (first in %s)\n", clean(n.Rule), clean(n.Why), clean(n.Case))
	}
	fmt.Fprintf(t.w, "# %s\n", sentence(s))
	if word != "" {
		fmt.Fprintf(t.w, "Bail out! %s\n", why)
	}
}
