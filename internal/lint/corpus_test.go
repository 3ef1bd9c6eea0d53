package lint

import (
	"maps"
	"strings"
	"testing"
)

func TestRightResponses(t *testing.T) {
	all := maps.Clone(right)
	maps.Copy(all, rightToo)
	for name, text := range all {
		line, came, _ := strings.Cut(text, "\n")
		head, content, _ := strings.Cut(came, "\n\n")
		came = strings.ReplaceAll(head, "\n", "\r\n") + "\r\n\r\n" + content
		if strings.Contains(head, "chunked") || strings.Contains(head, " 103 ") {
			came = strings.ReplaceAll(text[len(line)+1:], "\n", "\r\n")
		}
		sent := ""
		if line != "" {
			sent = strings.ReplaceAll(line, `\r\n`, "\r\n") + "\r\nHost: a\r\n\r\n"
			if strings.Contains(name, "304") {
				sent = line + "\r\nHost: a\r\nIf-None-Match: *\r\n\r\n"
			}
		}
		for x := exchange(t, sent, came); ; x = exchange(t, sent, string(x.After)) {
			if all := Check(x); all != nil {
				t.Errorf("%s: got %+v, want nothing", name, all)
			}
			if x.Err != nil {
				t.Errorf("%s: %v", name, x.Err)
			}
			if len(x.After) == 0 {
				break
			}
		}
		if all, err := Bytes([]byte(came), strings.SplitN(line, " ", 2)[0]); all != nil || err != nil {
			t.Errorf("Bytes of %s: got %+v, %v, want nothing", name, all, err)
		}
	}
}
