package golden

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"httpkit/client"
	"httpkit/internal/fixtures"
	"httpkit/internal/loopback"
	"httpkit/internal/script"
	"httpkit/internal/suite"
)

// served is a server whose answers depend on how often it was asked, and the address
// of it.
func served(t *testing.T) client.Address {
	t.Helper()
	var visits, late atomic.Int64
	mux := http.NewServeMux()
	text := func(path string, f func(r *http.Request) string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			w.Header()["Content-Type"] = nil
			fmt.Fprint(w, f(r))
		})
	}
	text("/hello", func(*http.Request) string { return "Hello, World!\n" })
	text("/visits", func(*http.Request) string { return fmt.Sprintf("visit %d\n", visits.Add(1)) })
	text("/late", func(*http.Request) string { return fmt.Sprintf("<%d>\n", max(late.Add(1), 3)) })
	text("/you", func(r *http.Request) string { return "you are " + r.URL.RawQuery + ".\n" })
	text("/chunks", func(*http.Request) string { return strings.Repeat("a line that fills a buffer of two kilobytes\n", 80) })
	mux.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Set-Cookie", "sid=s"+strconv.FormatInt(visits.Add(1), 10)+"; HttpOnly")
		w.WriteHeader(204)
	})
	mux.HandleFunc("/close", func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) })
	mux.HandleFunc("/half", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "100")
		fmt.Fprint(w, "half")
		http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	a, err := client.ParseAddress(s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// get asks for a path, and expects the lines below.
func get(path string, expected ...string) string {
	return "# It is so.\n\ntalk\n\n-- talk --\n> GET " + path + " HTTP/1.1\\r\\n\n> Host: \\{$host}\\r\\n\n> \\r\\n\n" + lines(expected...)
}

// onDisk writes cases and loads them; their names are those of the map.
func onDisk(t *testing.T, texts map[string]string) []*suite.Case {
	t.Helper()
	dir := t.TempDir()
	for name, text := range texts {
		if err := os.WriteFile(filepath.Join(dir, name+".txtar"), []byte(text), 0o640); err != nil {
			t.Fatal(err)
		}
	}
	cases, err := suite.LoadPaths([]string{dir})
	if err != nil {
		t.Fatal(err)
	}
	return cases
}

func update(t *testing.T, a client.Address, cases []*suite.Case) *Result {
	t.Helper()
	res, err := Update(t.Context(), cases, Options{
		Play:  script.Options{Target: a, Fixture: fixtures.Read, Jobs: 4},
		Apart: func(context.Context) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return res
}

const (
	okLn   = `< HTTP/1.1 200 OK\r\n`
	dateLn = `< Date: \{date}\r\n`
)

func TestUpdate(t *testing.T) {
	length := func(n int) string { return fmt.Sprintf(`< Content-Length: %d\r\n`, n) }
	for _, r := range []struct {
		name, text string
		state      State
		want       string // the "<" lines, or a piece of why
	}{
		{"holds", get("/hello", okLn, dateLn, length(14), `< \r\n`, `< Hello, World!\n`), Unchanged, ""},
		{"changed", get("/hello", okLn, length(3), `< \r\n`, `< Hey\`), Updated, lines(okLn, dateLn, length(14), `< \r\n`, `< Hello, World!\n`)},
		{"counts", get("/visits", okLn, `< \r\n`), Updated, lines(okLn, dateLn, `< Content-Length: \{int}\r\n`, `< \r\n`, `< visit \{int}\n`)},
		{"differs the third time", get("/late", okLn, dateLn, length(4), `< \r\n`, `< x\n`), Updated, lines(okLn, dateLn, `< Content-Length: \{int}\r\n`, `< \r\n`, `< <\{int}>\n`)},
		{"captures", get("/login", okLn, dateLn, `< Set-Cookie: sid=\{token as sid}\r\n`, `< \r\n`, `> GET /you?\{$sid} HTTP/1.1\r\n`, `> Host: \{$host}\r\n`, `> \r\n`, okLn, dateLn, `< Content-Length: \{int}\r\n`, `< \r\n`, `< you're \{$sid}.\n`),
			Updated, lines(`< HTTP/1.1 204 No Content\r\n`, `< Set-Cookie: sid=\{token as sid}; HttpOnly\r\n`, dateLn, `< \r\n`, okLn, dateLn, `< Content-Length: \{int}\r\n`, `< \r\n`, `< you are \{$sid}.\n`)},
		{"each", strings.Replace(get("/you?\\{$n}", okLn, dateLn, length(11), `< \r\n`, `< it is \{$n}\n`), "\n\ntalk", "\n#\n# each: n: 1 | 2 | 3\n\ntalk", 1),
			Updated, lines(okLn, dateLn, length(11), `< \r\n`, `< you are \{$n}.\n`)},
		{"each, of other lengths", strings.Replace(get("/you?\\{$n}", okLn, dateLn, length(11), `< \r\n`, `< you are \{$n}.\n`), "\n\ntalk", "\n#\n# each: n: 1 | 22\n\ntalk", 1),
			Refused, `13: the line depends on the value: "Content-Length: 11\r\n" for n=1, and "Content-Length: 12\r\n" for n=22`},
		{"a client that leaves", get("/hello", `< HTTP/1.1 404 OK\r\n`, `* abort`), Updated, okLn + "\n"},
		{"a repeat", get("/visits", okLn, `< \r\n`, `* repeat 3`, `> GET /hello HTTP/1.1\r\n`, `> Host: a\r\n`, `> \r\n`, `< HTTP/1.1 404 No\r\n`, `* end`),
			Updated, lines(okLn, dateLn, `< Content-Length: \{int}\r\n`, `< \r\n`, `< visit \{int}\n`, okLn, dateLn, length(14), `< \r\n`, `< Hello, World!\n`)},
		{"a split", strings.Replace(get("/hello", okLn, `< \r\n`), "> GET", "* split all\n> GET", 1), Updated, lines(okLn, dateLn, length(14), `< \r\n`, `< Hello, World!\n`)},
		{"large", get("/chunks", okLn, `< \r\n`, `< x\`), Updated, "a line that fills"},
		{"rules alone", get("/hello", "= pass 200"), NoLines, ""},
		{"a rule that fails", get("/hello", okLn, `< \r\n`, `* connect`, `> GET / HTTP/1.1\r\n`, `> Host: a\r\n`, `> \r\n`, `= pass 200`), Refused, "only < lines are rewritten: mend this rule"},
		{"a rule that warns", get("/hello", okLn, `< \r\n`, `* connect`, `> GET / HTTP/1.1\r\n`, `> Host: a\r\n`, `> \r\n`, `= warn 404 -- so what`), Updated, lines(okLn, dateLn, length(14), `< \r\n`, `< Hello, World!\n`)},
		{"an event", get("/hello", okLn, `< \r\n`, `* closed`), Refused, "mend the line * closed, or the server"},
		{"closed", get("/close", okLn, `< \r\n`), Refused, "nothing came, and the connection was"},
		{"broken off", get("/half", okLn, `< \r\n`), Refused, "the answer broke off after 4 of 100 bytes"},
		{"not offered", strings.Replace(get("/hello", `< x\`), "\n\ntalk", "\n#\n# needs: gzip\n\ntalk", 1), Skipped, "not offered: gzip"},
		{"at a SHOULD", strings.Replace(get("/hello", okLn, `< \r\n`), "\n\ntalk", "\n#\n# level: SHOULD\n\ntalk", 1), Updated, lines(okLn, dateLn, length(14), `< \r\n`, `< Hello, World!\n`)},
	} {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			cases := onDisk(t, map[string]string{"mine": r.text})
			a := served(t)
			res, err := Update(t.Context(), cases, Options{
				Play: script.Options{Target: a, Fixture: fixtures.Read, Timeout: 2 * time.Second,
					Lacks: func(need string) string { return map[string]string{"gzip": "it never is"}[need] }},
				Apart: func(context.Context) error { return nil },
			})
			if err != nil || len(res.Files) != 1 {
				t.Fatal(res, err)
			}
			f := res.Files[0]
			if f.State != r.state {
				t.Fatalf("got state %d, want %d: %v\n%s", f.State, r.state, f.Why, f.New)
			}
			switch f.State {
			case Updated:
				if got := onlyLines(string(f.New)); got != r.want && !(r.name == "large" && strings.Contains(got, r.want)) {
					t.Errorf("got\n%s\nwant\n%s", got, r.want)
				}
			case Refused, Skipped:
				if !strings.Contains(f.Why.Error(), r.want) {
					t.Errorf("got %v, want %s", f.Why, r.want)
				}
			}
			if now, err := os.ReadFile(f.Case.File); err != nil || string(now) != r.text {
				t.Errorf("the file has changed before Write: %v\n%s", err, now)
			}
		})
	}
}

// onlyLines are the "<" lines of a text.
func onlyLines(s string) string {
	var out strings.Builder
	for line := range strings.Lines(s) {
		if strings.HasPrefix(line, "<") {
			out.WriteString(line)
		}
	}
	return out.String()
}

// TestUpdateMany: several files at once, in their order, and then none is left.
func TestUpdateMany(t *testing.T) {
	a := served(t)
	texts := map[string]string{"rules": get("/", "= pass 404")}
	for i := range 9 {
		texts[fmt.Sprintf("visits-%d", i)] = get("/visits", okLn, `< \r\n`)
		texts[fmt.Sprintf("hello-%d", i)] = get("/hello", okLn, `< \r\n`)
	}
	cases := onDisk(t, texts)
	for _, want := range []State{Updated, Unchanged} {
		res := update(t, a, cases)
		for i, f := range res.Files {
			if f.Case != cases[i] {
				t.Errorf("file %d is %s", i, f.Case.ID)
			}
			if f.State != want && !strings.HasSuffix(f.Case.ID, "rules") {
				t.Errorf("%s: got state %d, want %d: %v", f.Case.ID, f.State, want, f.Why)
			}
			if f.State == Updated {
				if err := f.Write(); err != nil {
					t.Error(err)
				}
			}
		}
		var err error
		if cases, err = suite.LoadPaths([]string{cases[0].Dir}); err != nil {
			t.Fatal(err)
		}
	}
}

// TestUpdateLost: a server that goes away is told, and no file is changed.
func TestUpdateLost(t *testing.T) {
	l := loopback.Listen(t)
	a, err := client.ParseAddress(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		c, err := l.Accept()
		l.Close()
		if err == nil {
			c.Close()
		}
	}()
	res := update(t, a, onDisk(t, map[string]string{"a": get("/", okLn), "b": get("/", okLn)}))
	if res.Lost == "" {
		t.Error("nobody says that the server is lost")
	}
	for _, f := range res.Files {
		if f.State != Refused {
			t.Errorf("%s: got state %d", f.Case.ID, f.State)
		}
	}
}

// TestUpdateStopped: the end of ctx is an error, and nothing hangs.
func TestUpdateStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	_, err := Update(ctx, onDisk(t, map[string]string{"a": get("/hello", okLn)}), Options{
		Play:  script.Options{Target: served(t)},
		Apart: func(ctx context.Context) error { cancel(); return context.Cause(ctx) },
	})
	if err == nil {
		t.Error("got no error")
	}
}
