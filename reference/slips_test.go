package reference

import (
	"slices"
	"strings"
	"testing"
)

// TestSlips holds each slip to its sentence: on which probes of its persona it
// is seen, and that it behaves like the persona on all others.
func TestSlips(t *testing.T) {
	for _, s := range Slips() {
		t.Run(s.Name, func(t *testing.T) {
			server := startWatched(t, s.Name)
			var seen, unseen []string
			for _, p := range probes[s.Persona] {
				if server.play(t, p) == (outcome{p.want, p.end}) {
					unseen = append(unseen, p.name)
				} else {
					seen = append(seen, p.name)
				}
			}
			got := strings.Join(seen, ", ")
			switch {
			case len(unseen) == 0:
				got = "all"
			case len(unseen) < len(seen):
				got = "all but " + strings.Join(unseen, ", ")
			}
			want, ok := slipsSeen[s.Name]
			if got != want || !ok {
				t.Errorf("seen on:\n got %s\nwant %s", got, want)
			}
		})
	}
}

// slipsSeen has the probes that a slip is seen on. A slip that no single
// connection shows has a test of its own.
var slipsSeen = map[string]string{
	"files-400":                "two words, four words, empty line, nothing, 1025 bad",
	"files-404-empty-line":     "encoded, query, missing, binary, no slash, absolute, file as folder, dots through nothing, dots out, dots out and in",
	"files-404-is-200":         "encoded, query, missing, binary, no slash, absolute, file as folder, dots through nothing, dots out, dots out and in",
	"files-405":                "delete",
	"files-406":                "json",
	"files-checks-version":     "version",
	"files-crlf":               "all but root, folder, two words, four words, empty line, nothing, 1025 bad",
	"files-cut":                "image",
	"files-decodes":            "encoded",
	"files-dots-dropped":       "dots out",
	"files-empty-404":          "empty",
	"files-folder-404":         "root, folder",
	"files-folder-index":       "root, folder",
	"files-head":               "head",
	"files-http09":             "two words, 1025 bad",
	"files-ignores-query":      "query, query in name",
	"files-keeps-open":         "all but nothing",
	"files-newlines":           "crlf",
	"files-no-length":          "hello, line, json, text, pair, crlf, delete, head, version, empty, image, sub, raw letter, query in name, slashes, blanks, 1025",
	"files-once":               "all but hello, root, folder, two words, four words, empty line, nothing, 1025 bad",
	"files-text":               "image",
	"files-twice":              "pair",
	"files-waits":              "line, version, 1025, 1025 bad",
	"files-wrong-length":       "hello, line, json, text, pair, crlf, delete, head, version, empty, image, sub, raw letter, query in name, slashes, blanks, 1025",
	"hello-404":                "path, binary",
	"hello-at-once":            "",
	"hello-crlf":               "all",
	"hello-drains":             "1025, 1025 and fin, 5000",
	"hello-empty-dies":         "nothing",
	"hello-head":               "head",
	"hello-http10":             "all",
	"hello-keeps-open":         "all but nothing",
	"hello-no-empty-line":      "all",
	"hello-no-newline":         "all",
	"hello-once":               "all but get",
	"hello-reads-4096":         "1025, 1025 and fin",
	"hello-reads-512":          "1024",
	"hello-text-only":          "binary",
	"hello-twice":              "pair",
	"hello-waits":              "line, 1025, 1025 and fin, 5000",
	"hello-wants-request-line": "garbage, nothing",
	"markup-404":               "path",
	"markup-content-type":      "all",
	"markup-crlf":              "all",
	"markup-empty-dies":        "nothing",
	"markup-head":              "head",
	"markup-keeps-open":        "all but nothing",
	"markup-newline":           "all",
	"markup-once":              "all but get",
	"markup-one-empty-line":    "all",
	"markup-tabs":              "all",
	"markup-text-only":         "binary",
	"markup-twice":             "pair",
	"markup-unindented":        "all",
	"markup-version":           "version",
	"markup-waits":             "line, 1025",
	"message-302":              "moved",
	"message-404":              "path, moved/",
	"message-charset":          "all but moved",
	"message-date-asctime":     "moved",
	"message-empty-dies":       "nothing",
	"message-head":             "head",
	"message-keeps-open":       "all but nothing",
	"message-lf":               "all",
	"message-moved-200":        "moved",
	"message-moved-any-method": "post moved",
	"message-moved-cut":        "moved",
	"message-moved-nowhere":    "moved",
	"message-moved-type":       "moved",
	"message-newline":          "all but moved",
	"message-no-date":          "moved",
	"message-no-server":        "moved",
	"message-once":             "all but get",
	"message-text-only":        "binary",
	"message-twice":            "pair",
	"message-wrong-length":     "all but moved",
	"page-404":                 "path, no version, blank, two blanks, query, other jpg, utf-8",
	"page-accept":              "image",
	"page-answers-post":        "post, head, lower case",
	"page-any-jpg":             "other jpg",
	"page-at-once":             "",
	"page-bytes":               "binary, cut letter",
	"page-crlf":                "all but post, head, lower case, binary, no blank, nothing, cut letter",
	"page-empty-page":          "nothing",
	"page-http11":              "all but post, head, lower case, binary, no blank, nothing, cut letter",
	"page-ignores-query":       "query",
	"page-image-cut":           "image, image welcome",
	"page-image-text":          "image, image welcome",
	"page-image-type":          "image, image welcome",
	"page-keeps-open":          "all but nothing",
	"page-leading-line":        "all but image, image welcome, post, head, lower case, binary, no blank, nothing, cut letter",
	"page-no-blank":            "no blank",
	"page-no-leading-line":     "image, image welcome",
	"page-no-newline":          "all but image, image welcome, post, head, lower case, binary, no blank, nothing, cut letter",
	"page-twice":               "pair",
	"page-waits":               "blank, 1025, cut letter",
	"tcp-echo":                 "all",
	"tcp-empty-dies":           "nothing",
	"tcp-http":                 "all",
	"tcp-keeps-open":           "all but nothing",
	"tcp-lower":                "all",
	"tcp-newline":              "all",
	"tcp-once":                 "all but question",
	"tcp-text-only":            "binary",
	"tcp-twice":                "two questions, 1025",
	"tcp-waits-for-line":       "question, two questions",
}

func TestSlipTable(t *testing.T) {
	list := Slips()
	if !slices.IsSortedFunc(list, func(a, b *Slip) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("not sorted by name")
	}
	names := map[string]bool{}
	count := map[string]int{}
	for _, p := range Personas() {
		names[p.Name] = true
	}
	for _, s := range list {
		if names[s.Name] {
			t.Errorf("%s: twice", s.Name)
		}
		names[s.Name] = true
		count[s.Persona]++
		if !strings.HasPrefix(s.Name, s.Persona+"-") || !strings.HasSuffix(s.Sentence, ".") {
			t.Errorf("%s: want a name that begins with the persona's, and a sentence", s.Name)
		}
		if s.change == nil && !s.atOnce {
			t.Errorf("%s: changes nothing", s.Name)
		}
	}
	for _, p := range Personas() {
		if count[p.Name] < 5 {
			t.Errorf("%s: got %d slips, want 5 or more", p.Name, count[p.Name])
		}
	}
	for name := range slipsSeen {
		if !names[name] {
			t.Errorf("%s: tested, but there is no such slip", name)
		}
	}
	if Slips()[0] = nil; Slips()[0] == nil {
		t.Error("the table can be changed from outside")
	}
}
