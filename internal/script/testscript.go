package script

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"

	"httpkit/internal/suite"
)

// stage is where testscript works: a folder of its own for the run, in memory
// where the system has such a place (a testscript's cost is nearly all in making
// its work folder).
type stage struct {
	dir string
	mu  sync.Mutex
	n   int
}

func newStage() (*stage, error) {
	root := ""
	if runtime.GOOS == "linux" {
		if st, err := os.Stat("/dev/shm"); err == nil && st.IsDir() {
			root = "/dev/shm"
		}
	}
	dir, err := os.MkdirTemp(root, "httpkit-")
	if err != nil && root != "" {
		dir, err = os.MkdirTemp("", "httpkit-")
	}
	if err != nil {
		return nil, fmt.Errorf("no folder to work in: %w", err)
	}
	return &stage{dir: dir}, nil
}

func (s *stage) remove() { os.RemoveAll(s.dir) }

// script writes a case's script under a name of its own: testscript names its
// work folder after the base name, and equal names in two folders would clash.
// The files of a case are written only for a script that may use them.
func (s *stage) script(c *suite.Case, withFiles bool) (string, error) {
	s.mu.Lock()
	s.n++
	name := filepath.Join(s.dir, fmt.Sprintf("%d.txtar", s.n))
	s.mu.Unlock()
	text := c.Script
	if withFiles {
		a := &txtar.Archive{Comment: text}
		for name, data := range c.Files {
			a.Files = append(a.Files, txtar.File{Name: name, Data: data})
		}
		text = txtar.Format(a)
	}
	return name, os.WriteFile(name, text, 0o600)
}

// params are testscript's for one case. The case runs under one RunT.
func (r *caseRun) params(file string) testscript.Params {
	return testscript.Params{
		Files:       []string{file},
		WorkdirRoot: r.eng.stage.dir,
		Cmds:        map[string]func(*testscript.TestScript, bool, []string){"talk": r.talk},
		Condition:   r.condition,
	}
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
			if r := recover(); r != nil {
				t.failed = true
				t.log += fmt.Sprintf("httpkit itself failed: %v", r)
			}
		}()
		f(t)
	}()
	<-done
}

// lastWords is the line of testscript's log that says what failed, with the
// case's own name for the file.
func (t *recordT) lastWords(file, shown string) string {
	text := strings.TrimSpace(t.log)
	if i := strings.LastIndex(text, "FAIL: "); i >= 0 {
		text = text[i+len("FAIL: "):]
	} else if i := strings.LastIndexByte(text, '\n'); i >= 0 {
		text = text[i+1:]
	}
	return strings.ReplaceAll(text, file, shown)
}
