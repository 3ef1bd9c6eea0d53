package script

import (
	"fmt"
	"strings"
	"testing"

	"httpkit/internal/rfc"
	"httpkit/internal/suite"
)

// TestVerdicts: what happened, and the level, give the verdict.
func TestVerdicts(t *testing.T) {
	target := serve(t, persistent(ok("x")))
	for _, l := range []rfc.Level{"", "MUST", "SHOULD", "MAY", "security", "robust"} {
		mismatch := suite.Fail
		if l == "SHOULD" || l == "MAY" {
			mismatch = suite.Warn
		}
		for _, r := range []struct {
			transcript string
			want       suite.Word
		}{
			{"= pass 200", suite.Pass},
			{"= warn 200 -- hm", suite.Warn},
			{"= fail 200 -- no", suite.Fail},
			{"= skip 200 -- not here", suite.Skip},
			{"= pass 404", mismatch},
			{"< nothing of it\\n", mismatch},
			{"* closed", mismatch},
			{"< HTTP/1.1 200 OK\\r\\n", mismatch}, // bytes too many
			{"= pass 200\n> \\{file none.txt}\\", suite.Error},
		} {
			keys := ""
			if l != "" {
				keys = "level: " + string(l)
			}
			if res := one(t, Options{Target: target}, talk(t, keys, get+r.transcript)); res.Verdict != r.want {
				t.Errorf("level %q, %s: got %s (%s), want %s", l, r.transcript, res.Verdict, res.Reason, r.want)
			}
		}
	}
	o := Options{Target: target, Lacks: func(need string) string {
		if need == "echo" || need == "gzip" {
			return "probed"
		}
		return ""
	}}
	res := one(t, o, talk(t, "needs: files gzip echo", get))
	if res.Verdict != suite.Skip || res.Reason != "not offered: gzip (probed), echo (probed)" || res.Plays != 0 {
		t.Errorf("got %s: %s", res.Verdict, res.Reason)
	}
	cond := caseOf(t, "c", "[offers:files] talk one\n[!offers:echo] talk two\n[offers:gzip] talk three\n-- one --\n"+get+"-- two --\n"+get+"-- three --\n"+get)
	if res := one(t, o, cond); res.Verdict != suite.Pass || res.Plays != 2 {
		t.Errorf("conditions: got %s, %d plays, want pass and 2", res.Verdict, res.Plays)
	}
	res = one(t, o, talk(t, "kills: it reads once", get))
	if res.Verdict != suite.Skip || res.Reason != "the server would not survive it, and nobody here could restart it: it reads once" {
		t.Errorf("kills: got %s: %s", res.Verdict, res.Reason)
	}
	o.CanRestart = true
	if res = one(t, o, talk(t, "kills: it reads once", get+"= pass 200")); res.Verdict != suite.Pass {
		t.Errorf("kills: got %s: %s", res.Verdict, res.Reason)
	}
}

// TestSections: the first section that fails or is skipped is the last; a warning
// goes on.
func TestSections(t *testing.T) {
	for _, r := range []struct{ rules, want string }{
		{"pass pass pass", "pass 3"},
		{"pass warn pass", "warn 3"},
		{"warn pass fail", "fail 3"},
		{"pass fail pass", "fail 2"},
		{"pass skip fail", "skip 2"},
		{"warn skip fail", "skip 2"},
		{"skip pass pass", "skip 1"},
	} {
		text, n := "talk\n", 0
		for w := range strings.FieldsSeq(r.rules) {
			n++
			text += fmt.Sprintf("-- s%d --\n%s= %s 200 -- %s\n", n, get, w, w)
		}
		target := serve(t, persistent(ok("x")))
		one1 := one(t, Options{Target: target}, caseOf(t, "c", text))
		if got := fmt.Sprint(one1.Verdict, " ", one1.Plays); got != r.want {
			t.Errorf("%s: got %s (%s), want %s", r.rules, got, one1.Reason, r.want)
		}
		if r.rules == "pass pass pass" && strings.Count(string(one1.Transcript.Format(fmtAll)), "# section s") != 2 {
			t.Errorf("the transcript has not all sections:\n%s", one1.Transcript.Format(fmtAll))
		}
	}
}
