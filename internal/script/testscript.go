package script

import (
	"fmt"
	"regexp"
	"runtime"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// refused tells why a script is not run: it uses more than the case language and
// nobody allowed it, or what nobody can allow.
func refused(c *suite.Case, allowExec bool) error {
	var es wire.Errors
	bad := func(pos wire.Pos, msg, hint string) { es = append(es, &wire.Error{Pos: pos, Msg: msg, Hint: hint}) }
	foreign := c.Foreign()
	for _, f := range foreign {
		switch {
		case !allowExec:
			bad(f.Pos, f.Word+" is a command that may change this machine", "say --allow-exec if you trust the case")
		case f.Word == "exec" && len(f.Args) > 0 && background.MatchString(f.Args[len(f.Args)-1]):
			// testscript would not wait until it is ready, and could wait for ever
			// until it ends.
			bad(f.Pos, "exec: a program in the background is not waited for", "start the server before the run")
		}
	}
	if len(foreign) == 0 {
		return es.Err()
	}
	for name := range c.Files {
		if strings.Contains(name, "$") { // testscript fills names in, and then / may come first
			bad(c.Markers[name], fmt.Sprintf("section %q has a $ in its name", name), "a file that a command uses is named without variables")
		}
	}
	return es.Err()
}

// background is testscript's sign that a program is not waited for.
var background = regexp.MustCompile(`^&([a-zA-Z_0-9]+&)?$`)

// execLimit bounds the programs of one script, all together.
const execLimit = 2 * time.Minute

// params are testscript's for one case. The case runs under one RunT.
//
// UpdateScripts stays off: it rewrites a case, does not converge where a file has
// no last line end, and panics on what it can't quote.
func (r *caseRun) params(file string) testscript.Params {
	p := testscript.Params{
		Files:       []string{file},
		WorkdirRoot: r.eng.stage.dir,
		Cmds:        map[string]func(*testscript.TestScript, bool, []string){"talk": r.talk},
		Condition:   r.condition,
	}
	if len(r.c.Foreign()) > 0 {
		p.Deadline = time.Now().Add(execLimit)
	}
	return p
}

// condition answers "offers:NAME"; testscript knows the rest.
func (r *caseRun) condition(cond string) (bool, error) {
	if need, ok := strings.CutPrefix(cond, "offers:"); ok {
		return r.eng.o.Lacks(need) == "", nil
	}
	return false, fmt.Errorf("unknown condition %q; there is offers:CAPABILITY", cond)
}

// recordT is the T of one case: it only takes down what testscript tells. What a
// failure means is decided from what was judged, never from the failure itself.
type recordT struct {
	failed, skipped bool
	skipWhy         string
	log             string
	fault           string // a panic of ours
}

func (t *recordT) Skip(args ...any) {
	t.skipped, t.skipWhy = true, strings.TrimSpace(fmt.Sprint(args...))
	runtime.Goexit()
}
func (t *recordT) Fatal(args ...any) { t.Log(args...); t.FailNow() }
func (t *recordT) FailNow()          { t.failed = true; runtime.Goexit() }
func (t *recordT) Parallel()         {}
func (t *recordT) Log(args ...any)   { t.log += fmt.Sprint(args...) }
func (t *recordT) Verbose() bool     { return false }

// Run gives f a goroutine, because a failure leaves it by Goexit.
func (t *recordT) Run(_ string, f func(testscript.T)) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if v := recover(); v != nil {
				t.failed, t.fault = true, panicWords(v)
			}
		}()
		f(t)
	}()
	<-done
}

// lastWords is the line of testscript's log that says what failed. The log
// itself holds the output of programs, and paths of this machine.
func (t *recordT) lastWords() string {
	if t.fault != "" {
		return t.fault
	}
	text := strings.TrimSpace(t.log)
	if i := strings.LastIndex(text, "FAIL: "); i >= 0 {
		return text[i+len("FAIL: "):]
	}
	return text[strings.LastIndexByte(text, '\n')+1:]
}
