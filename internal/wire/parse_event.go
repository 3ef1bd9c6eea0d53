package wire

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// eventKind is an event: its word, how it is written, and what reads the words
// after it.
type eventKind struct {
	word  string
	op    Op
	usage string
	args  func(p *eventParser, do *Action)
}

// events are all actions and observations, sorted.
var events = []eventKind{
	{"abort", OpAbort, "abort", nil},
	{"close-write", OpCloseWrite, "close-write", nil},
	{"closed", OpClosed, "closed", nil},
	{"connect", OpConnect, "connect [NAME]", connectArgs},
	{"drip", OpDrip, "drip N TIME", dripArgs},
	{"end", OpEnd, "end", nil},
	{"open", OpOpen, "open [TIME]", windowArgs},
	{"pause", OpPause, "pause TIME", pauseArgs},
	{"repeat", OpRepeat, "repeat N", repeatArgs},
	{"reset", OpReset, "reset", nil},
	{"silent", OpSilent, "silent [TIME]", windowArgs},
	{"sip", OpSip, "sip N [TIME]", sipArgs},
	{"split", OpSplit, "split all|N [silent]", splitArgs},
}

// eventSynonyms are words people write for those of events.
var eventSynonyms = map[string]string{
	"close": "closed (the server ended the connection) or close-write (we end our side)",
	"fin":   "closed (the server ended the connection) or close-write (we end our side)",
	"rst":   "reset (the server did it) or abort (we do it)",
	"wait":  "pause", "sleep": "pause", "delay": "pause", "shutdown": "close-write",
	"ended": "closed or reset", "loop": "repeat", "done": "end", "dial": "connect",
	"disconnect": "close-write", "silence": "silent", "quiet": "silent", "opened": "open",
}

// eventParser reads the words of an event, from the left.
type eventParser struct {
	pos   Pos
	kind  eventKind
	words []string
	errs  Errors
}

func (p *eventParser) fail(msg, hint string) {
	p.errs = append(p.errs, &Error{Pos: p.pos, Msg: msg, Hint: hint})
}

// usage notes that got is not how the event is written.
func (p *eventParser) usage(got, hint string) {
	p.fail("got "+got+", want * "+p.kind.usage, hint)
}

// next takes a word, "" where none is left.
func (p *eventParser) next() string {
	if len(p.words) == 0 {
		return ""
	}
	w := p.words[0]
	p.words = p.words[1:]
	return w
}

// parseEvent parses what stands after the gutter of a "*" line.
func parseEvent(pos Pos, conn, s string) (*Action, Errors) {
	p := &eventParser{pos: pos, words: blankWords(s)}
	word := p.next()
	i := slices.IndexFunc(events, func(k eventKind) bool { return k.word == word })
	if i < 0 {
		p.unknown(word)
		return nil, p.errs
	}
	p.kind = events[i]
	do := &Action{Op: p.kind.op}
	if conn != "" && (do.Op == OpConnect || do.Op == OpRepeat || do.Op == OpEnd) {
		p.fail("*"+conn+" "+word+" stands on the gutter of a connection", "write * "+strings.Trim(s, " "))
	}
	if p.kind.args != nil {
		p.kind.args(p, do)
	}
	if len(p.words) > 0 && len(p.errs) == 0 {
		p.usage("* "+show(strings.Trim(s, " ")), "")
	}
	return do, p.errs
}

// unknown notes a word that is no event.
func (p *eventParser) unknown(word string) {
	words := make([]string, len(events))
	for i, k := range events {
		words[i] = k.word
	}
	all := "the events are " + strings.Join(words, " ")
	if word == "" {
		p.fail("a * line names no event", all)
		return
	}
	hint := didYouMean(word, words, eventSynonyms)
	if hint == "" {
		hint = all
	}
	p.fail(show(word)+" is no event", hint)
}

func connectArgs(p *eventParser, do *Action) {
	if do.Name = p.next(); do.Name != "" && !isConn(do.Name) {
		p.fail(show(do.Name)+" is no name of a connection", connHint)
	}
}

func pauseArgs(p *eventParser, do *Action) { do.D, do.HasD = p.time(), true }

func windowArgs(p *eventParser, do *Action) {
	if len(p.words) > 0 {
		do.D, do.HasD = p.time(), true
	}
}

func repeatArgs(p *eventParser, do *Action) { do.Count = p.count(1) }

func dripArgs(p *eventParser, do *Action) {
	do.Count = p.count(1)
	do.D, do.HasD = p.time(), true
}

func sipArgs(p *eventParser, do *Action) {
	do.Count = p.count(0)
	windowArgs(p, do)
}

func splitArgs(p *eventParser, do *Action) {
	if do.All = len(p.words) > 0 && p.words[0] == "all"; do.All {
		p.next()
	} else {
		do.Count = p.count(1)
	}
	if len(p.words) > 0 && p.words[0] == "silent" {
		p.next()
		do.Silent = true
	}
}

// count takes a count of at least least.
func (p *eventParser) count(least int) Count {
	w := p.next()
	if w == "" {
		p.usage(p.kind.word+" without a count", "")
		return Count{}
	}
	c, e := parseCount(p.pos, w, "in "+p.kind.usage)
	switch {
	case e != nil:
		p.errs = append(p.errs, e)
	case c.Name == "" && c.N < least:
		p.fail("got "+w+", want "+strconv.Itoa(least)+" or more in "+p.kind.usage, "")
	}
	return c
}

// time takes a duration.
func (p *eventParser) time() time.Duration {
	w := p.next()
	if w == "" {
		if len(p.errs) == 0 {
			p.usage(p.kind.word+" without a time", "a time is written 50ms or 1.5s")
		}
		return 0
	}
	d, ok := parseTime(w)
	if !ok {
		p.fail(show(w)+" is no time", "a time is digits and ms or s: 50ms, 1.5s; at most 24 hours")
	}
	return d
}
