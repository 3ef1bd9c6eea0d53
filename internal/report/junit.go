package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/jstemmer/go-junit-report/v2/junit"

	"httpkit/internal/suite"
)

// junitXML is the report for CI systems: a testsuite a topic, a testcase a case,
// whose classname and name together are its id.
type junitXML struct {
	w      io.Writer
	o      Options
	run    Run
	suites []*junit.Testsuite
	took   []time.Duration
	at     map[string]int // of a topic in suites
}

func newJUnit(w io.Writer, o Options) Format { return &junitXML{w: w, o: o, at: map[string]int{}} }

func (j *junitXML) Begin(r *Run)  { j.run = *r }
func (j *junitXML) Probed(r *Run) { j.run = *r }

func (j *junitXML) Result(r *suite.Result) {
	t := j.o.tell(r)
	tc := junit.Testcase{Name: t.Name, Classname: className(t.Group), Time: seconds(r.Took), Status: string(r.Verdict)}
	told := &junit.Result{Message: t.First(), Type: string(r.Verdict), Data: "\n" + t.text()}
	switch t.Means {
	case good:
	case noted:
		tc.SystemOut = &junit.Output{Data: fmt.Sprintf("\n%s: %s\n%s", r.Verdict, t.First(), t.text())}
	case bad:
		tc.Failure = told
	case broken:
		tc.Error = told
	case known, idle:
		told.Message, told.Data = string(r.Verdict)+": "+plain(r.Reason), ""
		if t.Means == known {
			told.Data = "\n" + t.text()
		}
		tc.Skipped = told
	}
	j.add(t.Group, tc, r.Took)
}

// add puts a testcase into the testsuite of its topic.
func (j *junitXML) add(topic string, tc junit.Testcase, took time.Duration) {
	i, ok := j.at[topic]
	if !ok {
		i = len(j.suites)
		j.at[topic] = i
		s := &junit.Testsuite{Name: topic, ID: i}
		s.SetTimestamp(j.run.Started)
		for _, p := range j.properties() {
			s.AddProperty(p[0], clean(p[1]))
		}
		j.suites, j.took = append(j.suites, s), append(j.took, 0)
	}
	j.suites[i].AddTestcase(tc)
	j.took[i] += took
}

// properties are what is true of the whole run; every testsuite has them, as the
// format knows no other place.
func (j *junitXML) properties() [][2]string {
	out := [][2]string{{"target", j.run.Target}, {"version", j.run.Version}}
	if j.run.Jobs > 0 {
		out = append(out, [2]string{"jobs", strconv.Itoa(j.run.Jobs)})
	}
	for _, o := range j.run.Offers {
		key := "lacks."
		if o.Offered {
			key = "offers."
		}
		out = append(out, [2]string{key + o.Name, o.Why})
	}
	return out
}

// Finish writes the whole: its beginning has the totals. A run that did not come to
// its end has a testcase of its own that says so: those that were not run are
// skipped, and must not look like a success.
func (j *junitXML) Finish(s *suite.Summary) {
	if word, why := ended(s); word != "" {
		j.add("httpkit", junit.Testcase{Name: "run", Classname: "httpkit", Time: seconds(0), Status: word,
			Error: &junit.Result{Message: why, Type: word, Data: why}}, 0)
	}
	all := junit.Testsuites{Name: "httpkit", Time: seconds(s.Took)}
	for i, t := range j.suites {
		t.Time = seconds(j.took[i])
		all.AddSuite(*t)
	}
	io.WriteString(j.w, `<?xml version="1.0" encoding="UTF-8"?>`+"\n")
	all.WriteXML(j.w)
}

// className is a topic as CI systems want it: names with dots between them.
func className(group string) string {
	parts := strings.FieldsFunc(group, func(r rune) bool { return r == '/' })
	for len(parts) > 0 && strings.Trim(parts[0], ".") == "" {
		parts = parts[1:]
	}
	if len(parts) == 0 {
		return "cases"
	}
	return strings.Join(parts, ".")
}

// seconds is d as the format wants it.
func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }
