package report

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
	"slices"
	"strings"
	"time"

	"httpkit/internal/rfc"
	"httpkit/internal/suite"
)

//go:embed page.html
var pageHTML string

//go:embed page.css
var pageCSS string

//go:embed page.js
var pageJS string

// openAtMost is how many cases that do not pass stand open on the page.
const openAtMost = 20

// page is the report for a person with a browser: one file that refers to nothing
// outside of it. What a server said is text there and can't become anything else:
// html/template escapes it, and a policy in the page allows no script but ours.
type page struct {
	w io.Writer
	o Options

	Run     Run
	Started string
	Groups  []*pageGroup
	Levels  []*topicScore
	Total   score
	Wrong   []*told // what did not pass, in the order of the run
	Idle    []*reasons

	// Set at the end.
	Sentence, Ended, EndedWhy string
	Has, Lacks                []suite.Offer
	Noticed                   []pageNoticed
	Words                     []pageWord
	LevelNames                []string
	Style                     template.CSS
	Script                    template.JS
	Policy                    string
	Open                      bool // what did not pass stands open
}

// pageGroup is the cases of one topic.
type pageGroup struct {
	topicScore
	Cases []*told
}

// pageWord is a verdict that came up.
type pageWord struct {
	Word  suite.Word
	Cases int
}

// pageNoticed is a breach of a universal rule that no case answers for.
type pageNoticed struct {
	Rule, Why, Case string
	Count           int
	Exchange        []suite.DiffLine
}

func newHTML(w io.Writer, o Options) Format {
	p := &page{w: w, o: o}
	for _, l := range append(rfc.Levels(), "") {
		p.Levels = append(p.Levels, &topicScore{Name: levelName(string(l))})
	}
	return p
}

// levelName names the level of a case that has none.
func levelName(l string) string {
	if l == "" {
		return "no level"
	}
	return l
}

func (p *page) Begin(r *Run) {
	p.Run = *r
	p.Run.Target, p.Run.Version, p.Run.Why = clean(r.Target), clean(r.Version), clean(r.Why)
	p.Started = r.Started.Format(time.RFC1123)
	p.Probed(r)
}

// Probed takes what the target offers.
func (p *page) Probed(r *Run) {
	p.Run.Jobs, p.Run.Why, p.Has, p.Lacks = r.Jobs, clean(r.Why), nil, nil
	for _, o := range r.Offers {
		o.Name, o.Why = clean(o.Name), clean(o.Why)
		if o.Offered {
			p.Has = append(p.Has, o)
		} else {
			p.Lacks = append(p.Lacks, o)
		}
	}
}

func (p *page) Result(r *suite.Result) {
	t := p.o.tell(r)
	i := slices.IndexFunc(p.Groups, func(g *pageGroup) bool { return g.Name == t.Group })
	if i < 0 {
		i = len(p.Groups)
		p.Groups = append(p.Groups, &pageGroup{topicScore: topicScore{Name: t.Group}})
	}
	g := p.Groups[i]
	g.Cases = append(g.Cases, t)
	g.add(r.Verdict)
	p.Total.add(r.Verdict)
	p.Levels = scored(p.Levels, levelName(t.Level), r.Verdict)
	switch t.Means {
	case good:
	case idle:
		p.Idle = tallied(p.Idle, r.Verdict, plain(r.Reason))
	default:
		p.Wrong = append(p.Wrong, t)
	}
}

// Finish writes the page: the scores stand before what they are made of.
func (p *page) Finish(s *suite.Summary) {
	p.Sentence = sentence(s)
	p.Ended, p.EndedWhy = ended(s)
	p.Open = len(p.Wrong) <= openAtMost
	slices.SortStableFunc(p.Groups, func(a, b *pageGroup) int { return strings.Compare(a.Name, b.Name) })
	p.Levels = slices.DeleteFunc(p.Levels, func(l *topicScore) bool { return l.Cases() == 0 })
	for _, l := range p.Levels {
		p.LevelNames = append(p.LevelNames, l.Name)
	}
	for _, w := range suite.Words() {
		if n := p.Total.Count[w]; n > 0 {
			p.Words = append(p.Words, pageWord{w, n})
		}
	}
	for _, n := range s.Noticed {
		p.Noticed = append(p.Noticed, pageNoticed{clean(n.Rule), clean(n.Why), clean(n.Case), n.Count, shown(&suite.Result{Exchange: n.Exchange})})
	}
	p.Style, p.Script = template.CSS(pageCSS), template.JS(pageJS)
	sum := sha256.Sum256([]byte(pageJS))
	p.Policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; script-src 'sha256-" +
		base64.StdEncoding.EncodeToString(sum[:]) + "'"
	pageTemplate.Execute(p.w, p) // an error is the writer's, which keeps it
}

var pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{
	"class":     class,
	"lineClass": lineClass,
	"anchor":    anchor,
	"link":      linkTo,
	"level":     levelName,
	"counted":   counted,
	"parts":     (*score).parts,
	"percent":   (*score).percent,
	"told":      func(s *score) string { return strings.Join(counts(s.Count, justText), ", ") },
}).Parse(pageHTML))

func justText(_ suite.Word, text string) string { return text }
