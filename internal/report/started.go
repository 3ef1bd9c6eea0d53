package report

import (
	"fmt"

	"httpkit/internal/suite"
)

// said stands before each line that a server wrote.
const said = "| "

// started tells how the target was started, "" where it ran already.
func (t *Text) started(how string) {
	if how != "" && !t.o.Quiet {
		fmt.Fprintf(t.w, "%s %s\n", t.paint.dim.Sprint("started:"), clean(how))
	}
}

// output shows what the server wrote before it died. It is fit for a terminal
// already, and is not folded: the blanks of a traceback count.
func (t *Text) output(r *suite.Result) {
	if len(r.Output) == 0 {
		return
	}
	fmt.Fprintf(t.w, "%s%s\n", indent, t.paint.dim.Sprint("the server wrote last:"))
	for _, l := range r.Output {
		fmt.Fprintf(t.w, "%s%s%s\n", indent, t.paint.dim.Sprint(said), clean(l))
	}
	fmt.Fprintln(t.w)
}

// restarts tells how often the target was started again because it had died.
func (t *Text) restarts(s *suite.Summary) {
	if s.Restarts == 0 || t.o.Quiet || s.Count(suite.Crash) == 0 {
		return
	}
	times := "once"
	if s.Restarts > 1 {
		times = fmt.Sprintf("%d times", s.Restarts)
	}
	fmt.Fprintf(t.w, "the server was started again %s\n", times)
}
