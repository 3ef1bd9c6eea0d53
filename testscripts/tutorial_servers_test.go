//go:build linux

package testscripts_test

import (
	"testing"

	"httpkit/internal/script"
	"httpkit/internal/suite"
)

// below is where servers of others do not simply pass a stage, and why that is so.
// The version of a server makes no difference to these.
var below = []struct {
	server, stage string
	verdict       suite.Word
	why           string
}{
	{"caddy", "19-missing-page-explained", suite.Warn, "its file server sends a 404 without content"},
	{"caddy", "28-method", suite.Fail, "its file server answers any method like GET; 9110 9.1-10 recommends 501"},
	{"nginx", "28-method", suite.Warn, "405 without Allow, which 9110 15.5.6-1 demands"},
	{"node", "28-method", suite.Warn, "its parser takes a method that it does not know for a syntax error: 400"},
	{"python", "16-request-line-words", suite.Warn, "the error page is sent without a head, as in HTTP/0.9"},
	{"python", "26-host", suite.Fail, "does not look for Host; 9112 3.2-6 demands 400"},
	{"python", "30-two-programs", suite.Fail, "has files only: neither /fields nor /echo"},
	{"python", "31-content-in-pieces", suite.Fail, "has files only: no POST"},
	{"python", "35-chunked", suite.Fail, "has files only: no POST"},
	{"python", "36-all-together", suite.Fail, "has files only: no POST"},
}

// accepting is the stage that hardly any server passes: the RFC lets them send what
// they have, and they do.
const accepting = "29-accept"

// TestTutorialServers: servers of others climb as far as is right.
func TestTutorialServers(t *testing.T) {
	if raceOn {
		t.Skip("the race detector slows plays beyond the times the servers are given")
	}
	all := stages(t)
	for _, s := range servers() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			h, version := settle(t, s)
			want := map[string]suite.Word{"tutorial/" + accepting: suite.Warn}
			for _, b := range below {
				if b.server == s.name {
					want["tutorial/"+b.stage] = b.verdict
				}
			}
			o := script.Options{Target: s.start(t, h), Timeout: patience}
			for _, r := range climbed(t, o, all) {
				w, is := want[r.Case.ID]
				if !is {
					w = suite.Pass
				}
				if r.Verdict != w {
					t.Errorf("%s %s: want %s, got %s", s.name, version, w, told(r))
				}
			}
		})
	}
}
