package report

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"

	"httpkit/internal/rfc"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// schema is the documented one, but with no room for what it does not name: so a
// new field that nobody documents is found.
func schema(t *testing.T) (*jsonschema.Schema, *jsonschema.Resolved) {
	t.Helper()
	b, err := os.ReadFile("../../cmd/httpkit/docs/report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var s jsonschema.Schema
	if err := json.Unmarshal(b, &s); err != nil {
		t.Fatal(err)
	}
	var shut func(*jsonschema.Schema)
	shut = func(s *jsonschema.Schema) {
		if s == nil {
			return
		}
		if s.Properties != nil && s.AdditionalProperties == nil {
			s.AdditionalProperties = &jsonschema.Schema{Not: &jsonschema.Schema{}}
		}
		for _, p := range s.Properties {
			shut(p)
		}
		for _, p := range s.Defs {
			shut(p)
		}
		shut(s.Items)
	}
	shut(&s)
	r, err := s.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &s, r
}

// TestJSONSchema: what is written is what is documented, for every verdict, for a
// run that never began, and for a server that means harm.
func TestJSONSchema(t *testing.T) {
	s, resolved := schema(t)
	runs := map[string]*suite.Summary{"all": allWords(t), "harmful": harmful(t), "nothing": {Refused: "no case matches x"},
		"lost": {Lost: "gone", Results: []*suite.Result{passed("a/b"), other("c", suite.NotRun, "lost")}}}
	for name, sum := range runs {
		var v any
		if err := json.Unmarshal([]byte(written(t, "json", Options{}, sum)), &v); err != nil {
			t.Errorf("%s: %v", name, err)
		} else if err := resolved.Validate(v); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	var bad any
	if err := json.Unmarshal([]byte(strings.Replace(written(t, "json", Options{}, runs["all"]), `"plays"`, `"played"`, 1)), &bad); err != nil || resolved.Validate(bad) == nil {
		t.Errorf("a field of another name is not found (%v)", err)
	}
	var words, levels []any
	for _, w := range suite.Words() {
		words = append(words, string(w))
	}
	for _, l := range append(rfc.Levels(), "") {
		levels = append(levels, string(l))
	}
	if got := s.Defs["verdict"].Enum; !slices.Equal(got, words) {
		t.Errorf("verdicts of the schema: got %v, want %v", got, words)
	}
	if got := s.Defs["case"].Properties["level"].Enum; !slices.Equal(got, levels) {
		t.Errorf("levels of the schema: got %v, want %v", got, levels)
	}
	if got := *s.Properties["schema"].Const; got != any(jsonSchema) {
		t.Errorf("the schema is for %v, the report is %s", got, jsonSchema)
	}
	// Every field of ours is in it, also those that these runs do not have.
	for def, v := range map[*jsonschema.Schema]any{s.Defs["case"]: jsonCase{}, s.Properties["summary"]: jsonSummary{}, s.Properties["noticed"].Items: jsonNoticed{}} {
		for i := range reflect.TypeOf(v).NumField() {
			name, _, _ := strings.Cut(reflect.TypeOf(v).Field(i).Tag.Get("json"), ",")
			if def.Properties[name] == nil {
				t.Errorf("%T: %s is not in the schema", v, name)
			}
		}
	}
}

// TestJSONRead: the second program is python's parser, and what it reads is what
// was measured.
func TestJSONRead(t *testing.T) {
	t.Parallel()
	s := allWords(t)
	s.Results[2].Transcript = passed("x").Transcript
	got := readBack(t, written(t, "json", Options{}, s), "python3", "-c", `
import json, sys
d = json.loads(sys.stdin.buffer.read().decode("utf-8"))
for c in d["cases"]:
    print(c["id"], c["verdict"], c["line"], len(c.get("exchange", [])), "|".join(c.get("transcript", [])), sep="\t")
s = d["summary"]
print(d["target"], s["passed"], s["judged"], s["exit_status"], sum(s["counts"].values()), sep="\t")`)
	if len(got) != len(s.Results)+1 {
		t.Fatalf("got %q", got)
	}
	if want := []string{"suite/topic/fail", "fail", "17", "7", `# after 0.0 ms|> GET /\r\n|< Yes\|* closed`}; !slices.Equal(got[2], want) {
		t.Errorf("got %q, want %q", got[2], want)
	}
	if want := []string{"localhost:1", "3", "7", "2", "10"}; !slices.Equal(got[len(got)-1], want) {
		t.Errorf("got %q, want %q", got[len(got)-1], want)
	}
}

// TestTranscript: it is a section of a case again, also where it was cut; a long one
// stays short.
func TestTranscript(t *testing.T) {
	tr := &wire.Transcript{Records: []wire.Record{{Kind: wire.DidConnect},
		{Kind: wire.DidSend, Data: []byte("GET / HTTP/1.1\r\n\r\n")},
		{Kind: wire.DidReceive, At: 3 * time.Millisecond, Data: []byte("HTTP/1.1 200 OK\r\n\r\n\x00\xff\x1b" + strings.Repeat("y", 3000))},
		{Kind: wire.DidClosed}}}
	lines := Transcript(tr)
	section, err := wire.ParseSection("a.txtar", "talk", 1, []byte(strings.Join(lines, "\n")+"\n"))
	if err != nil {
		t.Fatalf("%v\n%s", err, strings.Join(lines, "\n"))
	}
	kept := string(section.Format())
	for _, want := range []string{`> GET / HTTP/1.1\r\n`, `< \0\xff\x1byyy`, "# after 3.0 ms", "3003 bytes, sha256 ", "* closed"} {
		if !strings.Contains(kept, want) {
			t.Errorf("%s is not in\n%s", want, kept)
		}
	}
	for range 100_000 {
		tr.Records = append(tr.Records, wire.Record{Kind: wire.DidSend, Data: []byte("x")})
	}
	if lines := Transcript(tr); len(lines) != most+1 || !strings.HasPrefix(lines[most/2], "# ... ") {
		t.Errorf("got %d lines", len(lines))
	}
}

// TestMarkdownRead: the second program is a Markdown parser that knows GitHub's
// tables. What a server said is text for it, and nothing else.
func TestMarkdownRead(t *testing.T) {
	read := func(s *suite.Summary) string {
		md := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe()))
		var b bytes.Buffer
		if err := md.Convert([]byte(written(t, "md", Options{}, s)), &b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	s := allWords(t)
	s.Results = append(s.Results, passed("other|topic/a"))
	page := read(s)
	for what, n := range map[string]int{
		"<tr>": 1 + 2 + 1, "</th>": 11, "<details>": 7, "</details>": 7, "<code>other|topic</code></td>": 1,
		`<td style="text-align:right">2</td>`: 1 + 0, "<h2": 1, `<code class="language-diff">`: 7,
		`<a href="https://www.rfc-editor.org/rfc/rfc9112#section-2.2-3">`: 7,
	} {
		if got := strings.Count(page, what); got != n {
			t.Errorf("%s: got %d, want %d", what, got, n)
		}
	}
	page = read(harmful(t))
	for _, bad := range []string{"<script", "<strong>TODO", "<td>script"} {
		if strings.Contains(page, bad) {
			t.Errorf("%s is markup in\n%s", bad, page)
		}
	}
	if got := strings.Count(page, "&lt;script&gt;alert(1)"); got < 10 {
		t.Errorf("got %d times what the server said, want all of it", got)
	}
	if rows := strings.Count(page, "<tr>"); rows != 4 || strings.Count(page, "<details>") != strings.Count(page, "</details>") {
		t.Errorf("got %d rows:\n%s", rows, page)
	}
}

// TestEscaped: what stands in prose, in code and in a table comes out as it went in.
func TestEscaped(t *testing.T) {
	for _, s := range []string{"a|b", "`", "``a`", " `a` ", "a\\`b", "*a* _b_ [c](d) <e> ~~f~~ # g & h", "- a", "+ a", "= a", "&amp;", "@me #12", "a\\", "1 < 2"} {
		for _, form := range []func(string) string{escaped, func(s string) string { return cell(codeSpan(s)) }} {
			var b bytes.Buffer
			if err := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough)).Convert([]byte("| x |\n| - |\n| "+form(s)+" |\n"), &b); err != nil {
				t.Fatal(err)
			}
			_, got, _ := strings.Cut(b.String(), "<td>")
			got, _, _ = strings.Cut(got, "</td>")
			got = strings.NewReplacer("<code>", "", "</code>", "", "&lt;", "<", "&gt;", ">", "&quot;", `"`, "&amp;", "&").Replace(got)
			if strings.TrimSpace(got) != strings.TrimSpace(s) {
				t.Errorf("%q: came out as %q", s, got)
			}
		}
	}
}
