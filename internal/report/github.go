package report

import (
	"fmt"
	"io"
	"strings"

	"httpkit/internal/suite"
)

// github tells a run to GitHub Actions: a workflow command for each case that is
// wrong, which becomes an annotation, and the Markdown report as the page of the
// step.
type github struct {
	w    io.Writer
	o    Options
	page *markdown // nil without a place for it
	said strings.Builder
}

// pageMost is how much of a page is about single cases: GitHub refuses a page of
// more than 1 MiB.
const pageMost = 600 << 10

func newGitHub(w io.Writer, o Options) Format {
	g := &github{w: w, o: o}
	if o.Step != nil {
		g.page = &markdown{w: o.Step, o: o, most: pageMost}
	}
	return g
}

// Probed is of interest on the page only.
func (g *github) Probed(r *Run) {
	if g.page != nil {
		g.page.Probed(r)
	}
}

// Begin bars the commands for as long as the run is told in the same log: what a
// server says must not be taken for one.
func (g *github) Begin(r *Run) {
	if g.o.Guard != "" {
		fmt.Fprintf(g.w, "::stop-commands::%s\n", g.o.Guard)
	}
	if g.page != nil {
		g.page.Begin(r)
	}
}

func (g *github) Result(r *suite.Result) {
	if g.page != nil {
		g.page.Result(r)
	}
	t := g.o.tell(r)
	command := ""
	switch {
	case t.Means == bad || t.Means == broken:
		command = "error"
	case r.Verdict == suite.Fixed:
		command = "notice"
	case t.Means == noted:
		command = "warning"
	default:
		return
	}
	lines := append([]string{t.Title}, t.Reason...)
	for _, f := range [][2]string{{"", t.Values}, {"hint: ", t.Hint}, {"again: ", t.Again}} {
		if f[1] != "" {
			lines = append(lines, f[0]+f[1])
		}
	}
	title := string(t.Verdict) + " " + t.ID
	if t.Level != "" {
		title += " (" + t.Level + ")"
	}
	g.command(command, g.place(t), title, strings.Join(lines, "\n"))
}

// place is file and line as the repository knows them, "" where it does not.
func (g *github) place(t *told) string {
	file := t.File
	if g.o.Place != nil {
		file = g.o.Place(file)
	}
	if file == "" {
		return ""
	}
	return fmt.Sprintf("file=%s,line=%d,", property(file), max(t.Line, 1))
}

// Finish writes the commands: after all else, as the log reads better so, and
// nothing of the server's is to come.
func (g *github) Finish(s *suite.Summary) {
	if word, why := ended(s); word != "" {
		g.command("error", "", "httpkit: "+word, why)
	}
	if g.o.Guard != "" {
		fmt.Fprintf(g.w, "::%s::\n", g.o.Guard)
	}
	io.WriteString(g.w, g.said.String())
	if g.page != nil {
		g.page.Finish(s)
	}
}

func (g *github) command(name, place, title, message string) {
	fmt.Fprintf(&g.said, "::%s %stitle=%s::%s\n", name, place, property(title), data(message))
}

// data escapes what a command says; property what it says it with.
func data(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func property(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(data(s))
}
