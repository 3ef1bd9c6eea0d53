package report

import (
	"testing"
	"time"

	"httpkit/internal/suite"
)

// TestCrash: a crash is told with what the server wrote, its blanks as they were
// and nothing that a terminal would act upon.
func TestCrash(t *testing.T) {
	crash := other("http1/a/b", suite.Crash, "the server died: exit status 1\ngot nothing, and the connection was closed (FIN)")
	crash.Exchange = diff("  > GET / HTTP/1.1\\r\\n\n- = pass 2xx\n+ * closed\n")
	crash.Output = []string{"Traceback (most recent call last):", `  File "server.py", line 20,    in <module>`, "red \x1b[31m"}
	crash.Values = []string{"n=17"}
	crash.Plays = 3
	golden(t, Options{}, &suite.Summary{Results: []*suite.Result{passed("http1/a/a"), crash}, Took: time.Second, Restarts: 2}, `

crash  http1/a/b
      A sentence.
      http1/a/b.txtar:3
      the server died: exit status 1
        got nothing, and the connection was closed (FIN)
      on 1 of 3 plays: n=17

    > sent  < received   - wanted  + came instead
      > GET / HTTP/1.1\r\n
    - = pass 2xx
    + * closed

      the server wrote last:
      | Traceback (most recent call last):
      |   File "server.py", line 20,    in <module>
      | red \x1b[31m

      hint:  A hint.
      again: httpkit test http1/a/b

crash  http1/a                  1 crashed, 1 passed
the server was started again 2 times
1 crashed, 1 passed in 1.00s
`)
}

// TestLostServer: the lines of a server that could not be started again are told
// as it wrote them.
func TestLostServer(t *testing.T) {
	golden(t, Options{}, &suite.Summary{
		Results: []*suite.Result{passed("http1/a/a"), other("http1/a/b", suite.NotRun, "the server could not be started again")},
		Took:    time.Second, LostAfter: "http1/a/a",
		Lost: "./server: it ended before it was ready: exit status 1\n\t| error:   no   config\n\trun it by hand to see more",
	}, `
not run  http1/a                  1 not run, 1 passed
the target went away after http1/a/a:
      ./server: it ended before it was ready: exit status 1
        | error:   no   config
        run it by hand to see more
1 not run, 1 passed in 1.00s
`)
}
