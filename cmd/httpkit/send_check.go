package main

import (
	"cmp"

	"github.com/spf13/pflag"
)

// exclusive are flags of send that don't go together, and why.
var exclusive = []contrary{
	{[]string{"hex", "raw", "json", "dry-run", "as-curl", "as-nc"}, "each is a form of its own for standard output"},
	{[]string{"raw", "time"}, "--raw writes the bytes that came and nothing else"},
	{[]string{"dry-run", "time"}, "--dry-run connects to nothing"},
	{[]string{"as-curl", "time"}, "--as-curl connects to nothing"},
	{[]string{"as-nc", "time"}, "--as-nc connects to nothing"},
	{[]string{"dry-run", "save"}, "--dry-run connects to nothing"},
	{[]string{"as-curl", "save"}, "--as-curl connects to nothing"},
	{[]string{"as-nc", "save"}, "--as-nc connects to nothing"},
	{[]string{"dry-run", "repeat"}, "--dry-run connects to nothing"},
	{[]string{"as-curl", "repeat"}, "--as-curl connects to nothing"},
	{[]string{"as-nc", "repeat"}, "--as-nc connects to nothing"},
	{[]string{"save", "repeat"}, "a case is one exchange"},
	{[]string{"from-curl", "file"}, "both say what is sent"},
	{[]string{"from-curl", "get"}, "both say what is sent"},
	{[]string{"file", "get"}, "both say what is sent"},
	{[]string{"from-curl", "crlf"}, "curl ends its lines by itself"},
	{[]string{"interactive", "file"}, "in a session you type what is sent"},
	{[]string{"interactive", "get"}, "in a session :get PATH sends it"},
	{[]string{"interactive", "from-curl"}, "in a session you type what is sent"},
	{[]string{"interactive", "save"}, "in a session :save NAME writes the case"},
	{[]string{"interactive", "fin"}, "in a session :fin sends it"},
	{[]string{"interactive", "raw"}, "a session shows what comes in the notation"},
	{[]string{"interactive", "json"}, "a session shows what comes in the notation"},
	{[]string{"interactive", "as-curl"}, "a session connects"},
	{[]string{"interactive", "as-nc"}, "a session connects"},
	{[]string{"interactive", "dry-run"}, "a session connects"},
	{[]string{"interactive", "time"}, "a session tells the time of each answer"},
	{[]string{"interactive", "repeat"}, "in a session :again sends it once more"},
}

// check refuses values that can't be.
func (f *sendFlags) check(set *pflag.FlagSet) error {
	switch {
	case f.more.repeat < 1:
		return usage("", "--repeat %d: want a number of at least 1", f.more.repeat)
	case f.wait < 0 || f.wait > longestWait:
		return usage("", "--wait %s: want 0s or more, and at most %gh", f.wait, longestWait.Hours())
	}
	return cmp.Or(checkTimeout(set, "timeout", f.timeout), checkNames(f.host, f.path, f.echo, f.flds))
}
