package judge

import (
	"fmt"
	"maps"
	"strconv"
	"strings"

	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// properties asks for the conditions of the rule, in their order; what one
// captures the next may use. Those of raw bytes may come to hold as more bytes
// come; those of a response hold or don't.
func (t *tape) properties(lines []*wire.Line, r *try) {
	env := t.Env
	for _, l := range lines {
		p := l.Prop
		nth := p.Nth
		if nth == 0 {
			nth = len(r.named)
		}
		if nth < 1 || nth > len(r.named) {
			r.fail(fmt.Sprintf("there is no answer %d to look at", nth))
			return
		}
		res := holds(p, r.named[nth-1], env)
		if res.err != nil {
			r.state, r.err = Fails, fmt.Errorf("%s: %w", l.Pos, res.err)
			return
		}
		if !res.ok {
			if r.raw {
				r.wait(t, res.miss)
			} else {
				r.fail(res.miss)
			}
			return
		}
		r.reached++
		if len(res.captures) > 0 {
			env = withCaptures(env, res.captures)
			if r.captures == nil {
				r.captures = map[string][]byte{}
			}
			maps.Copy(r.captures, res.captures)
		}
	}
}

// withCaptures is env with more names set.
func withCaptures(env *wire.Env, captures map[string][]byte) *wire.Env {
	e := *env
	e.Vars, e.Unset = map[string][]byte{}, map[string]bool{}
	maps.Copy(e.Vars, env.Vars)
	maps.Copy(e.Unset, env.Unset)
	for name, b := range captures {
		e.Vars[name] = b
		delete(e.Unset, name)
	}
	return &e
}

// result is what became of one property.
type result struct {
	ok       bool
	captures map[string][]byte
	miss     string // what it looked at, where it is not ok
	err      error
}

// holds asks one property of one response.
func holds(p *wire.Property, r *message.Response, env *wire.Env) result {
	var pat *wire.Pattern
	if p.Pattern != nil {
		var err error
		if pat, err = wire.Compile(*p.Pattern, env); err != nil {
			return result{err: err}
		}
		if pat.Unset() { // nothing to compare with
			return result{ok: true}
		}
	}
	res := plain(p, r, pat)
	if p.Not && res.err == nil {
		found := res.miss
		if res.ok {
			found = "it is there, and must not be"
			if p.Pattern != nil || p.Has != "" || p.Noun == wire.NounFraming {
				found = "it holds, and must not"
			}
		}
		return result{ok: !res.ok, miss: p.String() + ": " + found}
	}
	if !res.ok && res.err == nil {
		res.miss = p.String() + ": " + res.miss
	}
	return res
}

// plain asks a property without its "!".
func plain(p *wire.Property, r *message.Response, pat *wire.Pattern) result {
	switch p.Noun {
	case wire.NounField, wire.NounTrailer, wire.NounReceived:
		return ofField(p, linesOf(p, r), pat)
	case wire.NounContent:
		return whole(pat, "the content", r.Content)
	case wire.NounDecoded:
		b, err := decoded(r)
		if err != nil {
			return result{miss: err.Error()}
		}
		return whole(pat, "the decoded content", b)
	case wire.NounSize:
		return whole(pat, "the size", strconv.AppendInt(nil, int64(len(r.Content)), 10))
	case wire.NounStatusLine:
		return whole(pat, "the status-line", r.StatusLine)
	case wire.NounFraming:
		if got := r.Framing.String(); got != p.Framing {
			return result{miss: "the framing is " + got}
		}
		return result{ok: true}
	}
	return result{err: fmt.Errorf("property %d is not known", p.Noun)}
}

// whole holds b against all of a pattern.
func whole(pat *wire.Pattern, what string, b []byte) result {
	if pat == nil {
		return result{ok: true}
	}
	m := pat.Whole(b)
	if m.Err != nil {
		return result{err: m.Err}
	}
	if m.State != wire.Matched {
		return result{miss: what + " is " + valueWords(b, m.Want, m.At)}
	}
	return result{ok: true, captures: m.Captures}
}

// ofField asks for a field by the values of its lines. They are joined with ", "
// but for Set-Cookie, of which any one line may match.
// RFC 9110 section 5.3.
func ofField(p *wire.Property, values []string, pat *wire.Pattern) result {
	if len(values) == 0 {
		return result{ok: p.IfThere, miss: "there is none"}
	}
	joined := strings.Join(values, ", ")
	if p.Has != "" {
		if hasMember(joined, p.Has) {
			return result{ok: true}
		}
		return result{miss: "its value is " + valueWords([]byte(joined), nil, -1)}
	}
	if !strings.EqualFold(p.Name, "Set-Cookie") || len(values) == 1 {
		return whole(pat, "its value", []byte(joined))
	}
	var res result
	for _, v := range values {
		if res = whole(pat, "the last of its values", []byte(v)); res.ok || res.err != nil {
			break
		}
	}
	return res
}
