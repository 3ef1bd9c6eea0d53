package wire

import "time"

// Kind tells what a Line of a section is.
type Kind uint8

// The kinds of line.
const (
	Blank    Kind = iota // layout
	Comment              // "#" first in the line; Text of it in Note
	Sent                 // "> "; Text
	Expected             // "< "; Text
	Event                // "* "; Do
	RuleLine             // "= VERDICT ..."; Rule
	PropLine             // "=   noun ..."; Prop
)

// Line is one physical line of a section, parsed.
type Line struct {
	Pos  Pos
	Kind Kind
	Conn string    // the connection: "" for the bare gutters
	Note string    // Comment: everything after the "#"
	Text Text      // Sent, Expected
	Do   *Action   // Event
	Rule *Rule     // RuleLine
	Prop *Property // PropLine
}

// Op is what an event line does or observes.
type Op uint8

// The actions, then the observations.
const (
	OpConnect    Op = iota // Name: the new connection, "" for a new one of the bare gutters
	OpPause                // D
	OpCloseWrite           // FIN
	OpAbort                // RST
	OpDrip                 // Count bytes every D
	OpSip                  // Count bytes every D; Count 0 reads nothing
	OpSplit                // All, or Count; Silent
	OpRepeat               // Count
	OpEnd
	OpClosed // FIN, nothing else having come
	OpReset  // RST, nothing else having come
	OpOpen   // still open, nothing having come; D if HasD
	OpSilent // the same, in other words
)

// IsObservation reports whether op waits for something instead of doing it.
func (op Op) IsObservation() bool { return op >= OpClosed }

// Action is what a "*" line says.
type Action struct {
	Op     Op
	Name   string // OpConnect
	Count  Count  // OpDrip, OpSip, OpSplit (without All), OpRepeat
	D      time.Duration
	HasD   bool // a duration was written
	All    bool // OpSplit
	Silent bool // OpSplit: a byte before the second part is a mismatch
}

// Verdict is the word a rule decides with.
type Verdict uint8

// The words of a rule.
const (
	Pass Verdict = iota
	Warn
	Fail
	Skip
)

// Rule is "= VERDICT OUTCOME | OUTCOME -- reason".
type Rule struct {
	Verdict  Verdict
	Outcomes []Outcome
	Reason   string
}

// Outcome is what comes, in order, and how it ends.
type Outcome struct {
	Statuses []Status
	Finish   Finish
}

// Status is one word of an outcome: a set of codes that one response must be in.
type Status struct {
	Codes []Code
	Times int // how many such responses in a row; 1 where nothing is written
	// TimesName is the name that gives the number instead ("2xx*$n"), without
	// the "$"; Times is 1 then. See Count.
	TimesName string
}

// Code is a member of a Status: the codes Lo to Hi, any final one, or raw bytes.
type Code struct {
	Lo, Hi int  // 404,404 for 404; 400,499 for 4xx; 0 where Any or Raw
	Any    bool // any final status
	Raw    bool // bytes that are no HTTP/1 response, to the end
}

// Finish is how an outcome ends.
type Finish uint8

// The endings.
const (
	NoFinish     Finish = iota // not asked
	FinishClosed               // FIN
	FinishReset                // RST
	FinishEnded                // either one, or Connection: close was said
	FinishOpen                 // nothing more came
	FinishSilent               // nothing came at all
)

// Noun is what a property looks at.
type Noun uint8

// The nouns.
const (
	NounField Noun = iota
	NounTrailer
	NounReceived
	NounContent
	NounDecoded
	NounSize
	NounStatusLine
	NounFraming
)

// Property is a condition on one response of the outcome of the rule above it.
type Property struct {
	Nth     int    // which response, from 1; 0 is the last one
	Not     bool   // "! " was written
	Noun    Noun   //
	IfThere bool   // "field? NAME PATTERN"
	Name    string // field, trailer, received: as written
	Has     string // "has MEMBER": the member; else ""
	Pattern *Text  // nil where only the presence is asked, or with Has and framing
	Framing string // NounFraming: length, chunked, close, none
}
