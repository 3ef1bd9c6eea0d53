package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"httpkit/internal/suite"
)

// jsonSchema names the form of the report, which cmd/httpkit/docs/report.schema.json
// describes. The number grows when a reader of the old form would go wrong; a new
// field alone does not make it grow.
const jsonSchema = "httpkit-report/1"

// jsonReport is everything, for programs. Each case is written as it ends, on a
// line of its own, so that a long run takes no more memory than a short one.
type jsonReport struct {
	w     io.Writer
	o     Options
	run   Run
	cases int
	score score
}

func newJSON(w io.Writer, o Options) Format { return &jsonReport{w: w, o: o} }

type jsonOffer struct {
	Name    string `json:"name"`
	Offered bool   `json:"offered"`
	Why     string `json:"why"`
}

type jsonRef struct {
	Ref   string `json:"ref"`
	Title string `json:"title"`
	URL   string `json:"url"`
}

type jsonCase struct {
	ID         string    `json:"id"`
	Suite      string    `json:"suite"`
	Topic      string    `json:"topic"`
	Stage      int       `json:"stage,omitempty"`
	Title      string    `json:"title"`
	Level      string    `json:"level"`
	Refs       []jsonRef `json:"refs"`
	Needs      []string  `json:"needs,omitempty"`
	Tags       []string  `json:"tags,omitempty"`
	Why        string    `json:"why,omitempty"`
	Hint       string    `json:"hint,omitempty"`
	File       string    `json:"file"`
	Line       int       `json:"line,omitempty"`
	Verdict    string    `json:"verdict"`
	Reason     string    `json:"reason"`
	Plays      int       `json:"plays"`
	Values     []string  `json:"values,omitempty"`
	Seconds    float64   `json:"seconds"`
	Exchange   []string  `json:"exchange,omitempty"`
	Transcript []string  `json:"transcript,omitempty"`
	Again      string    `json:"again"`
}

type jsonNoticed struct {
	Rule     string   `json:"rule"`
	Why      string   `json:"why"`
	Case     string   `json:"case"`
	Count    int      `json:"count"`
	Exchange []string `json:"exchange,omitempty"`
}

type jsonSummary struct {
	Sentence    string         `json:"sentence"`
	Counts      map[string]int `json:"counts"`
	Passed      int            `json:"passed"`
	Judged      int            `json:"judged"`
	Plays       int            `json:"plays"`
	Seconds     float64        `json:"seconds"`
	Ended       string         `json:"ended,omitempty"`
	EndedWhy    string         `json:"ended_why,omitempty"`
	LostAfter   string         `json:"lost_after,omitempty"`
	Interrupted bool           `json:"interrupted"`
	ExitStatus  int            `json:"exit_status"`
}

func (j *jsonReport) Begin(r *Run) {
	j.run = *r
	fmt.Fprintf(j.w, "{\n")
	j.field("schema", jsonSchema)
	j.field("httpkit", clean(r.Version))
	j.field("target", clean(r.Target))
	j.field("started", r.Started.Format(time.RFC3339))
	j.field("strict", j.o.Strict)
	fmt.Fprintf(j.w, "\"cases\": [")
}

// Probed keeps what Finish tells: the target may be probed after the first cases.
func (j *jsonReport) Probed(r *Run) { j.run = *r }

func (j *jsonReport) Result(r *suite.Result) {
	c := r.Case
	j.score.add(r.Verdict)
	t := j.o.tell(r)
	out := jsonCase{
		ID: t.ID, Suite: clean(c.Suite()), Topic: clean(c.Topic()), Stage: c.Stage, Title: t.Title, Level: t.Level,
		Refs: []jsonRef{}, Needs: cleanAll(c.Needs), Tags: cleanAll(c.Tags), Why: clean(c.Why), Hint: clean(c.Hint),
		File: t.File, Line: t.Line, Verdict: string(r.Verdict), Reason: strings.Join(t.Reason, "\n"),
		Plays: r.Plays, Values: cleanAll(r.Values), Seconds: r.Took.Seconds(),
		Exchange: diffLines(r.Exchange), Transcript: cleanAll(r.Told), Again: t.Again,
	}
	for _, ref := range c.Refs {
		out.Refs = append(out.Refs, jsonRef{ref.String(), ref.Long(), ref.URL()})
	}
	if out.Transcript == nil && r.Transcript != nil {
		out.Transcript = cleanAll(Transcript(r.Transcript))
	}
	if j.cases++; j.cases > 1 {
		io.WriteString(j.w, ",")
	}
	fmt.Fprintf(j.w, "\n%s", encoded(out))
}

// Finish ends the list and sums up. Of the exit statuses it gives the one that
// these results come to.
func (j *jsonReport) Finish(s *suite.Summary) {
	noticed := []jsonNoticed{}
	for _, n := range s.Noticed {
		noticed = append(noticed, jsonNoticed{clean(n.Rule), clean(n.Why), clean(n.Case), n.Count, diffLines(n.Exchange)})
	}
	word, why := ended(s)
	sum := jsonSummary{
		Sentence: sentence(s), Counts: map[string]int{}, Passed: j.score.Passed, Judged: j.score.Of, Plays: s.Plays(),
		Seconds: s.Took.Seconds(), Ended: word, EndedWhy: why, LostAfter: clean(s.LostAfter),
		Interrupted: s.Interrupted, ExitStatus: suite.ExitStatus(s, j.o.Strict),
	}
	for _, w := range suite.Words() {
		sum.Counts[string(w)] = j.score.Count[w]
	}
	offers := []jsonOffer{}
	for _, o := range j.run.Offers {
		offers = append(offers, jsonOffer{clean(o.Name), o.Offered, clean(o.Why)})
	}
	fmt.Fprintf(j.w, "\n],\n")
	j.field("jobs", j.run.Jobs)
	j.field("jobs_why", clean(j.run.Why))
	j.field("offers", offers)
	j.field("noticed", noticed)
	fmt.Fprintf(j.w, "\"summary\": %s\n}\n", encoded(sum))
}

// field writes a member of the outermost object, one that is not the last.
func (j *jsonReport) field(name string, value any) {
	fmt.Fprintf(j.w, "%q: %s,\n", name, encoded(value))
}

// encoded is v as JSON on one line, in which "<" stays what it is.
func encoded(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil { // no type of this file can give one
		return []byte("null")
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

// diffLines are the lines of a diff as texts: the mark, a blank, the line.
func diffLines(lines []suite.DiffLine) []string {
	var out []string
	for _, l := range lines {
		out = append(out, string(rune(l.Mark))+" "+clean(l.Text))
	}
	return out
}

func cleanAll(texts []string) []string {
	var out []string
	for _, s := range texts {
		out = append(out, clean(s))
	}
	return out
}
