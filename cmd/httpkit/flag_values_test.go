package main

import (
	"math"
	"testing"
	"time"

	"github.com/spf13/pflag"
)

// TestFlagValues: the bounds of what stands in a line, and of what a time is.
func TestFlagValues(t *testing.T) {
	timeout := func(value string) error {
		set := pflag.NewFlagSet("", pflag.ContinueOnError)
		d := set.Duration("timeout", 0, "")
		if value != "" {
			set.Set("timeout", value)
		}
		return checkTimeout(set, "timeout", *d)
	}
	for _, r := range []struct {
		what string
		err  error
		ok   bool
	}{
		{"factor 1", checkFactor("pace", 1), true},
		{"factor 0.001", checkFactor("pace", 0.001), true},
		{"factor 1000", checkFactor("pace", mostFactor), true},
		{"factor above", checkFactor("pace", math.Nextafter(mostFactor, math.Inf(1))), false},
		{"factor 0", checkFactor("pace", 0), false},
		{"factor NaN", checkFactor("pace", math.NaN()), false},
		{"factor Inf", checkFactor("pace", math.Inf(1)), false},
		{"factor -Inf", checkFactor("pace", math.Inf(-1)), false},
		{"no timeout given", timeout(""), true},
		{"timeout 0", timeout("0s"), false},
		{"timeout 1ns", timeout("1ns"), true},
		{"timeout of a day", timeout(longestWait.String()), true},
		{"timeout of more", timeout((longestWait + time.Nanosecond).String()), false},
		{"host", checkHost("host", "[::1]:80"), true},
		{"host with CRLF", checkHost("host", "a\r\nX-Injected: b"), false},
		{"host with LF", checkHost("host", "a\nb"), false},
		{"host with NUL", checkHost("host", "a\x00"), false},
		{"host with DEL", checkHost("host", "a\x7f"), false},
		{"path", checkPath("path", "/a?b=c"), true},
		{"path with CRLF", checkPath("path", "/ HTTP/1.1\r\nX: b"), false},
		{"path with a line separator", checkPath("path", "/\u2028"), false},
		{"asterisk", checkPath("path", "*"), false},
		{"default", checkPath("path", ""), true},
	} {
		if ok := r.err == nil; ok != r.ok {
			t.Errorf("%s: got %v, want taken: %v", r.what, r.err, r.ok)
		}
	}
}
