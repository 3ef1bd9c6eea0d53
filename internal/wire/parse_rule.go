package wire

import (
	"slices"
	"strconv"
	"strings"
)

// The words of a rule, in the order of their constants; finishWords from
// FinishClosed on.
var (
	verdictWords = []string{"pass", "warn", "fail", "skip"}
	finishWords  = []string{"closed", "reset", "ended", "open", "silent"}
)

// finishSynonyms are words people write in an outcome.
var finishSynonyms = map[string]string{
	"close": "closed or ended", "end": "ended", "fin": "closed", "rst": "reset",
	"nothing": "silent", "silence": "silent", "opened": "open", "*": "any", "all": "any", "xxx": "any",
}

// ruleParser parses one rule; it notes every outcome that is wrong.
type ruleParser struct {
	pos  Pos
	errs Errors
}

func (p *ruleParser) fail(msg, hint string) {
	p.errs = append(p.errs, &Error{Pos: p.pos, Msg: msg, Hint: hint})
}

// parseRule parses what stands after the verdict of a "=" line.
func parseRule(pos Pos, v Verdict, s string) (*Rule, Errors) {
	p := &ruleParser{pos: pos}
	r := &Rule{Verdict: v}
	outcomes, reason, hasReason := strings.Cut(" "+s+" ", " -- ")
	if r.Reason = strings.Trim(reason, " "); hasReason && r.Reason == "" {
		p.fail("a -- without a reason", "say why after it, or leave it out")
	}
	for _, o := range strings.Split(outcomes, "|") {
		r.Outcomes = append(r.Outcomes, p.outcome(blankWords(o)))
	}
	return r, p.errs
}

// outcome parses 1*status [ finish ] / finish.
func (p *ruleParser) outcome(words []string) Outcome {
	var o Outcome
	if len(words) == 0 {
		p.fail("an outcome is empty", "write what comes and how it ends: 400 ended")
		return o
	}
	for i, w := range words {
		if f := slices.Index(finishWords, w); f >= 0 {
			if o.Finish = FinishClosed + Finish(f); i < len(words)-1 {
				p.fail(w+" is followed by "+show(words[i+1]), "the ending is the last word of an outcome; another outcome comes after |, a reason after --")
				return o
			}
			continue
		}
		st, ok := p.status(w)
		if !ok {
			return o
		}
		o.Statuses = append(o.Statuses, st)
	}
	for i, st := range o.Statuses {
		if st.onlyRaw() && (i < len(o.Statuses)-1 || st.Times > 1 || st.TimesName != "") {
			p.fail(show(strings.Join(words, " "))+" goes on after raw", "raw is all the bytes to the end: nothing can follow it")
			return o
		}
	}
	return o
}

// onlyRaw reports whether only raw bytes are in the set.
func (s Status) onlyRaw() bool {
	for _, c := range s.Codes {
		if !c.Raw {
			return false
		}
	}
	return true
}

// status parses code *( "," code ) [ "*" count ].
func (p *ruleParser) status(w string) (Status, bool) {
	s := Status{Times: 1}
	set, times, hasTimes := strings.Cut(w, "*")
	if hasTimes && set != "" {
		c, e := parseCount(p.pos, times, "after the * of "+show(w))
		switch {
		case e != nil:
			p.errs = append(p.errs, e)
			return s, false
		case c.Name == "" && c.N < 1:
			p.fail("got "+show(w)+", want at least one response", "")
			return s, false
		}
		if s.TimesName = c.Name; c.Name == "" {
			s.Times = c.N
		}
	} else if hasTimes {
		set = w
	}
	for _, c := range strings.Split(set, ",") {
		code, hint := parseCode(c)
		if hint != "" {
			p.badCode(w, c, hint)
			return s, false
		}
		s.Codes = append(s.Codes, code)
	}
	return s, true
}

// badCode notes that c, a code in the word w, is none.
func (p *ruleParser) badCode(w, c, hint string) {
	switch {
	case c == "":
		p.fail(show(w)+" has an empty status in it", "a set is written without blanks: 400,413")
	case strings.HasPrefix(w, "--"):
		p.fail(show(w)+" is no status", "a reason has a blank on both sides of its --")
	default:
		p.fail(show(c)+" is no status and no ending", hint)
	}
}

// parseCode parses one code of a set; hint is the mend of what is none.
func parseCode(c string) (code Code, hint string) {
	lo, hi, isRange := strings.Cut(c, "-")
	switch {
	case c == "any":
		return Code{Any: true}, ""
	case c == "raw":
		return Code{Raw: true}, ""
	case len(c) == 3 && '1' <= c[0] && c[0] <= '9' && c[1:] == "xx":
		n := int(c[0]-'0') * 100
		return Code{Lo: n, Hi: n + 99}, ""
	case isCode(lo) && (!isRange || isCode(hi)):
		code.Lo, _ = strconv.Atoi(lo)
		if code.Hi = code.Lo; isRange {
			code.Hi, _ = strconv.Atoi(hi)
		}
		if code.Lo > code.Hi {
			return Code{}, "the lower status comes first: " + hi + "-" + lo
		}
		return code, ""
	case len(c) == 3 && strings.HasSuffix(strings.ToLower(c), "xx"):
		return Code{}, "a class is written 4xx"
	}
	if hint = didYouMean(c, append([]string{"any", "raw"}, finishWords...), finishSynonyms); hint != "" {
		return Code{}, hint
	}
	return Code{}, "a status is 404, 4xx, 411-417, any or raw, an ending " + strings.Join(finishWords, ", ")
}

// isCode reports whether s is three digits that can be a status.
func isCode(s string) bool { return len(s) == 3 && isDigits(s) && s[0] != '0' }
