package report

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"

	"httpkit/internal/suite"
)

// markdown is the report in GitHub's Markdown: a table by topic, then what did not
// pass, each folded. What a server said stands only between fences and code marks,
// where nothing in it means anything.
type markdown struct {
	w      io.Writer
	o      Options
	run    Run
	topics []*topicScore
	total  score
	cases  bytes.Buffer // what did not pass
	most   int          // how many bytes of them are told; 0 is all
	untold int          // how many cases were more
	idle   []*reasons
}

// topicScore is a line of the table.
type topicScore struct {
	Name string
	score
}

// reasons counts the cases that were not played for one reason.
type reasons struct {
	Word  suite.Word
	Text  string
	Cases int
}

func newMarkdown(w io.Writer, o Options) Format { return &markdown{w: w, o: o} }

func (m *markdown) Begin(r *Run)  { m.run = *r }
func (m *markdown) Probed(r *Run) { m.run = *r }

func (m *markdown) Result(r *suite.Result) {
	t := m.o.tell(r)
	m.topics = scored(m.topics, t.Group, r.Verdict)
	m.total.add(r.Verdict)
	switch {
	case t.Means == idle:
		m.idle = tallied(m.idle, r.Verdict, plain(r.Reason))
	case t.Means == good:
	case m.most > 0 && m.cases.Len() > m.most:
		m.untold++
	default:
		m.full(t)
	}
}

// scored counts a verdict for its topic.
func scored(topics []*topicScore, name string, w suite.Word) []*topicScore {
	i := slices.IndexFunc(topics, func(t *topicScore) bool { return t.Name == name })
	if i < 0 {
		i = len(topics)
		topics = append(topics, &topicScore{Name: name})
	}
	topics[i].add(w)
	return topics
}

// tallied counts a case that was not played.
func tallied(all []*reasons, w suite.Word, text string) []*reasons {
	for _, r := range all {
		if r.Word == w && r.Text == text {
			r.Cases++
			return all
		}
	}
	return append(all, &reasons{w, text, 1})
}

// full is one case, folded.
func (m *markdown) full(t *told) {
	b := &m.cases
	level := ""
	if t.Level != "" {
		level = " " + t.Level
	}
	fmt.Fprintf(b, "<details><summary><b>%s</b> <code>%s</code>%s: %s</summary>\n\n",
		html.EscapeString(string(t.Verdict)), html.EscapeString(t.ID), level, html.EscapeString(t.Title))
	fenced(b, "text", append(slices.Clone(t.Reason), t.Values))
	var lines []string
	for _, l := range t.Exchange {
		lines = append(lines, string(rune(l.Mark))+" "+l.Text)
	}
	fenced(b, "diff", lines)
	fmt.Fprintf(b, "- at %s\n", codeSpan(t.Place()))
	for _, f := range [][2]string{{"why", t.Why}, {"hint", t.Hint}} {
		if f[1] != "" {
			fmt.Fprintf(b, "- %s: %s\n", f[0], escaped(f[1]))
		}
	}
	for _, r := range t.Refs {
		fmt.Fprintf(b, "- [%s](%s)\n", escaped(r.Text), r.URL)
	}
	fmt.Fprintf(b, "- again: %s\n\n</details>\n\n", codeSpan(t.Again))
}

// Finish writes all of it: the totals stand before what they are made of.
func (m *markdown) Finish(s *suite.Summary) {
	fmt.Fprintf(m.w, "## httpkit: %s\n\n", escaped(sentence(s)))
	if word, why := ended(s); word != "" {
		fmt.Fprintf(m.w, "> **%s**: %s\n\n", word, codeSpan(why))
	}
	fmt.Fprintf(m.w, "target %s, %s\n", codeSpan(clean(m.run.Target)), escaped(clean(m.run.Version)))
	if m.run.Why != "" {
		fmt.Fprintf(m.w, "<br>%s\n", escaped(clean(m.run.Why)))
	}
	for _, o := range m.run.Offers {
		if !o.Offered {
			fmt.Fprintf(m.w, "<br>lacks %s: %s\n", codeSpan(clean(o.Name)), codeSpan(clean(o.Why)))
		}
	}
	fmt.Fprintln(m.w)
	m.table()
	m.w.Write(m.cases.Bytes())
	if m.untold > 0 {
		fmt.Fprintf(m.w, "%d more are not told here, for want of room.\n\n", m.untold)
	}
	for _, r := range m.idle {
		fmt.Fprintf(m.w, "- %d %s: %s\n", r.Cases, counted(r.Word), codeSpan(r.Text))
	}
	for _, n := range s.Noticed {
		fmt.Fprintf(m.w, "- noticed beside, %d times: %s %s\n", n.Count, codeSpan(clean(n.Rule)), codeSpan(clean(n.Why)))
	}
}

// table counts the verdicts by topic, those that came up, the worst first.
func (m *markdown) table() {
	if len(m.topics) == 0 {
		return
	}
	var words []suite.Word
	for _, w := range suite.Words() {
		if m.total.Count[w] > 0 {
			words = append(words, w)
		}
	}
	head, rule := "| topic |", "| :-- |"
	for _, w := range words {
		head, rule = head+" "+counted(w)+" |", rule+" --: |"
	}
	fmt.Fprintf(m.w, "%s\n%s\n", head, rule)
	slices.SortStableFunc(m.topics, func(a, b *topicScore) int { return strings.Compare(a.Name, b.Name) })
	for _, t := range append(slices.Clone(m.topics), &topicScore{score: m.total}) {
		name := "**all**"
		if t.Name != "" {
			name = cell(codeSpan(t.Name))
		}
		row := "| " + name + " |"
		for _, w := range words {
			n := ""
			if t.Count[w] > 0 {
				n = fmt.Sprint(t.Count[w])
			}
			row += " " + n + " |"
		}
		fmt.Fprintln(m.w, row)
	}
	fmt.Fprintln(m.w)
}
