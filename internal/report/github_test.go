package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// TestGitHub: a command says where, as far as the repository knows the file, and
// what, with its escapes.
func TestGitHub(t *testing.T) {
	r := failed(t)
	r.Pos = wire.Pos{File: "a, b:c%/x.txtar", Line: 17}
	r.Reason = "100% wrong:\nsee, here"
	s := &suite.Summary{Results: []*suite.Result{r, passed("a/b")}}
	const what = "title=fail seeds/hello/get-bare (MUST)::A GET is answered with a greeting.%0A100%25 wrong:%0Asee, here%0Ahint: Write \\r\\n behind the status-line.%0Aagain: httpkit test seeds/hello/get-bare\n"
	for _, c := range []struct {
		place func(string) string
		want  string
	}{
		{nil, "::error file=a%2C b%3Ac%25/x.txtar,line=17," + what},
		{func(f string) string { return "sub/" + f }, "::error file=sub/a%2C b%3Ac%25/x.txtar,line=17," + what},
		{func(string) string { return "" }, "::error " + what},
	} {
		if got := written(t, "github", Options{Place: c.place}, s); got != c.want {
			t.Errorf("got\n%swant\n%s", got, c.want)
		}
	}
}

// TestGitHubPage: the page of the step is the Markdown report, as long as it has
// room, and says how much it leaves out.
func TestGitHubPage(t *testing.T) {
	var page bytes.Buffer
	s := allWords(t)
	written(t, "github", Options{Step: &page}, s)
	if want := written(t, "md", Options{}, s); page.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &page, want)
	}
	page.Reset()
	long := &suite.Summary{}
	for i := range 300 {
		r := failed(t)
		for j := range 200 {
			r.Exchange = append(r.Exchange, suite.DiffLine{Mark: '+', Text: fmt.Sprint("< ", j, strings.Repeat("x", 100))})
		}
		r.Values = []string{fmt.Sprint(i)}
		long.Results = append(long.Results, r)
	}
	written(t, "github", Options{Step: &page}, long)
	told := strings.Count(page.String(), "<details>")
	if page.Len() >= 1<<20 || told < 10 || !strings.Contains(page.String(), fmt.Sprintf("\n%d more are not told here", 300-told)) ||
		!strings.Contains(page.String(), "| `seeds/hello` | 300 |") {
		t.Errorf("got %d bytes with %d cases:\n%.600s", page.Len(), told, &page)
	}
}
