package main

import (
	"cmp"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/pflag"
)

const (
	// mostFactor is the most that --patience and --pace multiply by: more would take
	// times out of all bounds, and a wait that is over at once lets a case pass.
	mostFactor = 1000
	// longestWait is as long as the longest time that may be written in a case.
	longestWait = 24 * time.Hour
)

// checkFactor refuses what no time is multiplied by; NaN is none of the two.
func checkFactor(flag string, f float64) error {
	if f > 0 && f <= mostFactor {
		return nil
	}
	return usage("", "--%s %g: want more than 0, and at most %d", flag, f, mostFactor)
}

// checkTimeout refuses a time in which nothing can be waited for. A flag that was
// not given has a default, which may be 0 for one that is found out.
func checkTimeout(set *pflag.FlagSet, flag string, d time.Duration) error {
	if !set.Changed(flag) || d > 0 && d <= longestWait {
		return nil
	}
	return usage("", "--%s %s: want more than 0, and at most %gh", flag, d, longestWait.Hours())
}

// checkHost refuses what would make more of the Host field than one value.
func checkHost(flag, value string) error {
	if strings.ContainsFunc(value, blankOrControl) {
		return usage("want a host, and a port where there is one: example.org:8080", "--%s %q: holds a blank or a control character", flag, value)
	}
	return nil
}

// checkPath refuses what can't be the path of a request line. An empty one is for
// the default.
func checkPath(flag, value string) error {
	switch {
	case strings.ContainsFunc(value, blankOrControl):
		return usage("in a path a blank is written %20", "--%s %q: holds a blank or a control character", flag, value)
	case value == "" || value[0] == '/':
		return nil
	}
	mend := "/" + value
	if _, rest, ok := strings.Cut(value, "://"); ok {
		_, path, _ := strings.Cut(rest, "/")
		mend = "/" + path
	}
	return usage("--"+flag+" "+shellWord(mend), "--%s %s: want a path that begins with /", flag, value)
}

func blankOrControl(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

// checkNames refuses values of \{$host}, \{$path}, \{$echo} and \{$fields} that
// would not be one in every line they stand in.
func checkNames(host, path, echo, fields string) error {
	return cmp.Or(checkHost("host", host), checkPath("path", path), checkPath("echo", echo), checkPath("fields", fields))
}
