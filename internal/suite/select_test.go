package suite

import (
	"fmt"
	"strings"
	"testing"

	"httpkit/internal/rfc"
)

func pool() []*Case {
	return []*Case{
		{ID: "tutorial/10-head", Level: rfc.Must, Stage: 10},
		{ID: "tutorial/9-length", Level: rfc.Must, Stage: 9},
		{ID: "http1/host/missing", Level: rfc.Must},
		{ID: "http1/host/twice", Level: rfc.Should, Kills: "reads once"},
		{ID: "http1/host/alone", Level: rfc.Must, Tags: []string{TagAlone}},
		{ID: "http1/chunked/size", Level: rfc.Security},
		{ID: "robust/idle/late", Level: rfc.Robust, Tags: []string{TagSlow}},
		{ID: "mine"},
	}
}

func TestSelect(t *testing.T) {
	for _, tt := range []struct {
		name string
		s    Selection
		want string
	}{
		{"all", Selection{}, "http1/chunked/size http1/host/missing mine tutorial/9-length tutorial/10-head http1/host/alone http1/host/twice"},
		{"slow too", Selection{Slow: true}, "http1/chunked/size http1/host/missing mine robust/idle/late tutorial/9-length tutorial/10-head http1/host/alone http1/host/twice"},
		{"suite", Selection{Words: []string{"http1"}}, "http1/chunked/size http1/host/missing http1/host/alone http1/host/twice"},
		{"topic", Selection{Words: []string{"http1/host/"}}, "http1/host/missing http1/host/alone http1/host/twice"},
		{"ids", Selection{Words: []string{"mine", "http1/host/missing", "mine"}}, "http1/host/missing mine"},
		{"slow id", Selection{Words: []string{"robust/idle/late"}, Slow: true}, "robust/idle/late"},
		{"slow suite", Selection{Words: []string{"robust"}}, ""},
		{"run", Selection{Run: "^http1/.*i"}, "http1/chunked/size http1/host/missing http1/host/twice"},
		{"skip", Selection{Run: "host", Skip: "twice|alone$"}, "http1/host/missing"},
		{"levels", Selection{Levels: []rfc.Level{rfc.Should, rfc.Security}}, "http1/chunked/size mine http1/host/twice"},
	} {
		got, err := Select(pool(), tt.s)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		var ids []string
		for _, c := range got {
			ids = append(ids, c.ID)
		}
		if g := strings.Join(ids, " "); g != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, g, tt.want)
		}
	}
}

func TestSelectErrors(t *testing.T) {
	for _, tt := range []struct {
		s    Selection
		want string
	}{
		{Selection{Words: []string{"http1/hots"}}, "\"http1/hots\" is no suite, topic or case\n\tdid you mean http1/host?"},
		{Selection{Words: []string{"http1", "htp1"}}, "\"htp1\" is no suite, topic or case\n\tdid you mean http1?"},
		{Selection{Words: []string{"missing"}}, "\"missing\" is no suite, topic or case\n\tdid you mean http1/host/missing?"},
		{Selection{Words: []string{"host"}}, "\"host\" is no suite, topic or case\n\tdid you mean http1/host?"},
		{Selection{Words: []string{""}}, "\"\" is no suite, topic or case\n\tthere are: http1 http1/chunked http1/chunked/size http1/host http1/host/alone http1/host/missing http1/host/twice mine robust robust/idle robust/idle/late tutorial tutorial/10-head tutorial/9-length"},
		{Selection{Words: []string{"robust/idle/late"}}, "robust/idle/late is a slow case\n\tadd --slow to play it"},
		{Selection{Run: "("}, "--run \"(\": missing closing ): `(`"},
		{Selection{Skip: "*"}, "--skip \"*\": missing argument to repetition operator: `*`"},
	} {
		got, err := Select(pool(), tt.s)
		if err == nil || err.Error() != tt.want || got != nil {
			t.Errorf("%+v: got %v, want %s", tt.s, err, tt.want)
		}
	}
	if _, err := Select(nil, Selection{Words: []string{"a"}}); fmt.Sprint(err) != `"a" is no suite, topic or case` {
		t.Errorf("got %v", err)
	}
}
