package judge

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// pieces are what a row's "seen" is made of, by name.
var pieces = map[string]string{
	"200":   "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
	"200c":  "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello",
	"200-0": "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello",
	"200-k": "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello",
	"200-u": "HTTP/1.1 200 OK\r\n\r\nhello", // until close
	"head":  "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
	"204":   "HTTP/1.1 204 No Content\r\n\r\n",
	"301":   "HTTP/1.1 301 Moved Permanently\r\nContent-Length: 0\r\n\r\n",
	"400":   "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
	"400c":  "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nconnection: Close\r\n\r\n",
	"404":   "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
	"500":   "HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n",
	"100":   "HTTP/1.1 100 Continue\r\n\r\n",
	"100c":  "HTTP/1.1 100 Continue\r\nConnection: close\r\n\r\n",
	"103":   "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n",
	"101":   "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
	"part":  "HTTP/1.1 200 OK\r\nContent-Len",
	"cut":   "HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\nhello world!",
	"HT":    "HT",
	"yes":   "Yes",
	"frame": "\x00\x00\x12\x04\x00\x00",
}

// seen makes a Seen of words: pieces, then FIN, RST, quiet, timeout, full, and the
// methods of the requests.
func seen(t testing.TB, words string) Seen {
	t.Helper()
	s := Seen{Env: &wire.Env{Vars: map[string][]byte{"host": []byte("h"), "n": []byte("2")}, Unset: map[string]bool{"never": true}}}
	for _, w := range strings.Fields(words) {
		switch w {
		case "FIN":
			s.End = message.FIN
		case "RST":
			s.End = message.RST
		case "quiet":
			s.Quiet = true
		case "timeout":
			s.Timeout = true
		case "full":
			s.Full = true
		case "GET", "HEAD", "CONNECT":
			s.Methods = append(s.Methods, w)
		default:
			piece, ok := pieces[w]
			if !ok {
				t.Fatalf("no piece %q", w)
			}
			s.Bytes = append(s.Bytes, piece...)
		}
	}
	return s
}

// block parses rules, written without their gutter: "pass 200; . field X; warn any".
func block(t testing.TB, text string) *wire.Block {
	t.Helper()
	var b strings.Builder
	for _, l := range strings.Split(text, "; ") {
		if rest, ok := strings.CutPrefix(l, ". "); ok {
			l = "  " + rest
		}
		b.WriteString("= " + l + "\n")
	}
	return parseBlock(t, b.String())
}

// parseBlock gives the block of a section that is one block.
func parseBlock(t testing.TB, section string) *wire.Block {
	t.Helper()
	sec, err := wire.ParseSection("test.txtar", "talk", 1, []byte(section))
	if err != nil {
		t.Fatal(err)
	}
	steps, err := sec.Program()
	if err != nil {
		t.Fatal(err)
	}
	if len(steps) != 1 || steps[0].Block == nil {
		t.Fatalf("%q: %d steps, want one block", section, len(steps))
	}
	return steps[0].Block
}

// short puts a decision on a line: "pass 1.0 last left 3 answered 1 a=x".
func short(d Decision, s Seen) string {
	var w []string
	switch d.State {
	case Open:
		w = append(w, "open")
		if d.WantQuiet {
			w = append(w, "quiet")
		}
	case Fails:
		w = append(w, "fails")
	case Holds:
		if d.Rule < 0 {
			w = append(w, "holds")
		} else {
			word := [...]string{"pass", "warn", "fail", "skip"}[d.Verdict]
			w = append(w, word, fmt.Sprintf("%d.%d", d.Rule, d.Outcome))
		}
		if d.Last {
			w = append(w, "last")
		}
		if d.Swallow {
			w = append(w, "swallow")
		}
		if left := len(s.Bytes) - d.N; left > 0 {
			w = append(w, fmt.Sprint("left ", left))
		}
		if d.Answered > 0 {
			w = append(w, fmt.Sprint("answered ", d.Answered))
		}
	}
	for _, k := range slices.Sorted(maps.Keys(d.Captures)) {
		w = append(w, k+"="+string(d.Captures[k]))
	}
	if d.Err != nil {
		w = append(w, "error")
	}
	return strings.Join(w, " ")
}

// row is one line of a table: rules, what was seen, the decision.
type row struct{ rules, seen, want string }

func runRows(t *testing.T, rows []row) {
	t.Helper()
	for _, r := range rows {
		s := seen(t, r.seen)
		d := Block(block(t, r.rules), s)
		if got := short(d, s); got != r.want {
			t.Errorf("%s\n\tseen %s\n\tgot  %s (%s; %q; %v)\n\twant %s", r.rules, r.seen, got, d.Why, d.Misses, d.Err, r.want)
		}
	}
}
