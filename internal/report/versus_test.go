package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"

	"httpkit/internal/compare"
	"httpkit/internal/suite"
)

const evil = "\x1b[31m<script>alert(1)</script>|`*"

// versus is a comparison of servers that mean harm.
func versus(servers int) *Versus {
	v := &Versus{Version: "httpkit", Started: time.Unix(0, 0).UTC(), Took: time.Second, Sent: "Host " + evil, Chosen: 6}
	for i := range servers {
		v.Targets = append(v.Targets, compare.Target{Name: fmt.Sprint("s", i, "\x1b<b>"), Given: "localhost:1" + evil,
			Offers: []suite.Offer{{Name: "files", Offered: i == 0, Why: evil}}})
	}
	v.Targets[1].Lost = "went away: " + evil
	row := func(id, word string, names ...string) {
		r := &compare.Row{ID: id, Title: evil, Level: "MUST", Word: word, Plays: 2, Folds: []string{"Date"}}
		d := compare.Difference{Names: names, Values: "n=" + evil, Also: []string{"m=1", evil}}
		for i, t := range v.Targets {
			r.Cells = append(r.Cells, compare.Cell{Outcome: strings.Repeat("200 ", i+1) + evil, Verdict: suite.Fail, Reason: evil})
			d.Sides = append(d.Sides, compare.Side{Target: t.Name, Outcome: "400" + evil, Verdict: "fails: " + evil, Exchange: []string{"> GET", "< " + evil}})
		}
		if len(names) > 0 {
			r.Differences = []compare.Difference{d}
		}
		v.Rows = append(v.Rows, r)
	}
	row("http1/a/outcome", compare.Differs, "outcome")
	row("http1/a/field", compare.Differs, "field vary")
	row("http1/a/"+strings.Repeat("long-", 30)+"field", compare.Differs, "answer 2: field vary")
	row("http1/a/folded", compare.Folded)
	row("http1/a/same", compare.Same)
	return v
}

func versusWritten(kind string, v *Versus, o VersusOptions) string {
	var b bytes.Buffer
	for _, k := range VersusKinds() {
		if k.Name == kind {
			k.Write(&b, v, o)
		}
	}
	return b.String()
}

// TestVersusPrintable: no format lets a control character through.
func TestVersusPrintable(t *testing.T) {
	for _, k := range VersusKinds() {
		for _, o := range []VersusOptions{{}, {Verbose: true, Width: 40}, {Quiet: true}} {
			s := versusWritten(k.Name, versus(2), o)
			if i := strings.IndexFunc(s, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }); i >= 0 {
				t.Errorf("%s: %q gets through", k.Name, s[i:min(len(s), i+20)])
			}
			if want := "1 differ in the outcome, 2 in fields or content alone, 1 only in what means nothing, 1 the same, 1 not played in 1.0"; !strings.Contains(s, want) {
				t.Errorf("%s: no %q", k.Name, want)
			}
		}
	}
}

// TestVersusFits: the table is as wide as the terminal at most, for few servers and
// for many.
func TestVersusFits(t *testing.T) {
	for _, width := range []int{30, 40, 80, 200} {
		for _, servers := range []int{2, 3, 8} {
			s := versusWritten("text", versus(servers), VersusOptions{Quiet: true, Verbose: true, Width: width})
			table, _, _ := strings.Cut(strings.TrimLeft(s, "\n"), "\n\n")
			rows := 0
			for l := range strings.Lines(table) {
				rows++
				if n := utf8.RuneCountInString(strings.TrimRight(l, "\n")); n > width {
					t.Errorf("width %d, %d servers: %d columns: %s", width, servers, n, l)
				}
			}
			if rows < 5 {
				t.Errorf("width %d, %d servers: got %d rows:\n%s", width, servers, rows, s)
			}
		}
	}
}

// TestVersusText: an outcome is told in full, what differs everywhere once.
func TestVersusText(t *testing.T) {
	s := versusWritten("text", versus(2), VersusOptions{})
	if got := strings.Count(s, "> GET"); got != 4 {
		t.Errorf("got %d exchanges, want those of two cases", got)
	}
	if want := "the same outcome, but field vary in 2 cases, first in http1/a/field\n"; !strings.Contains(s, want) {
		t.Errorf("no %q in\n%s", want, s)
	}
	if got := strings.Count(versusWritten("text", versus(2), VersusOptions{Verbose: true}), "> GET"); got != 6 {
		t.Errorf("verbose: got %d exchanges, want all", got)
	}
}

// TestVersusSchema: what is written is what is documented.
func TestVersusSchema(t *testing.T) {
	b, err := os.ReadFile("../../cmd/httpkit/docs/compare.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var s jsonschema.Schema
	if err := json.Unmarshal(b, &s); err != nil {
		t.Fatal(err)
	}
	resolved, err := s.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, v := range map[string]*Versus{"two": versus(2), "eight": versus(8), "interrupted": {Ended: "interrupted", Chosen: 3}} {
		var got any
		if err := json.Unmarshal([]byte(versusWritten("json", v, VersusOptions{})), &got); err != nil {
			t.Errorf("%s: %v", name, err)
		} else if err := resolved.Validate(got); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Every field of ours is in it.
	for def, v := range map[*jsonschema.Schema]any{
		s.Defs["case"]: versusCase{}, s.Defs["cell"]: versusCell{}, s.Defs["difference"]: versusDifference{},
		s.Defs["difference"].Properties["sides"].Items: versusSide{}, s.Properties["summary"]: versusSum{}, s.Properties["targets"].Items: versusTarget{},
	} {
		for i := range reflect.TypeOf(v).NumField() {
			name, _, _ := strings.Cut(reflect.TypeOf(v).Field(i).Tag.Get("json"), ",")
			if def.Properties[name] == nil {
				t.Errorf("%T: %s is not in the schema", v, name)
			}
		}
	}
	if got := *s.Properties["schema"].Const; got != any(versusSchema) {
		t.Errorf("the schema is for %v, the report is %s", got, versusSchema)
	}
}

// TestVersusMarkdownRead: the second program is a Markdown parser.
func TestVersusMarkdownRead(t *testing.T) {
	md := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe()))
	var b bytes.Buffer
	if err := md.Convert([]byte(versusWritten("md", versus(2), VersusOptions{Verbose: true})), &b); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for what, n := range map[string]int{"<tr>": 6, "</th>": 4, "<script": 0, "<b>": 0, "<details>": 3, "</details>": 3, "<pre><code>": 6} {
		if got := strings.Count(page, what); got != n {
			t.Errorf("%s: got %d, want %d in\n%s", what, got, n, page)
		}
	}
}

// TestVersusPageRead: the second program is python's HTML parser. The page has one
// row a case, refers to nothing outside, and what a server said is text.
func TestVersusPageRead(t *testing.T) {
	t.Parallel()
	got := readBack(t, versusWritten("html", versus(2), VersusOptions{}), "python3", "-c", `
import sys
from html.parser import HTMLParser
class P(HTMLParser):
    def __init__(self):
        super().__init__(); self.n = {}; self.out = []; self.text = ""
    def handle_starttag(self, tag, attrs):
        self.n[tag] = self.n.get(tag, 0) + 1
        self.out += [v for k, v in attrs if k in ("src", "href") and not v.startswith("#")]
    def handle_data(self, data): self.text += data
p = P(); p.feed(sys.stdin.buffer.read().decode("utf-8"))
print(p.n.get("tr", 0), p.n.get("pre", 0), p.n.get("script", 0), p.n.get("b", 0), len(p.out), p.text.count("<script>alert(1)") > 10, sep="\t")`)
	if want := "6 6 0 0 0 True"; len(got) != 1 || strings.Join(got[0], " ") != want {
		t.Errorf("got %q, want %s", got, want)
	}
}
