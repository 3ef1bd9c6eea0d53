package wire

// PartKind tells what a Part of a text or a pattern is.
type PartKind uint8

// The parts. Literal to Noise may stand in sent and expected bytes, the masks
// only in expected ones.
const (
	Literal PartKind = iota // Bytes, as they are
	Var                     // \{$name}: Name
	File                    // \{file NAME}: Name
	Rep                     // \{rep N TEXT}: Count, Body
	Noise                   // \{noise N}: Count

	MaskDate   // \{date}: an IMF-fixdate that is a real date
	MaskInt    // \{int}: one or more decimal digits
	MaskHex    // \{hex}: one or more hexadecimal digits
	MaskToken  // \{token}: RFC 9110 section 5.6.2
	MaskQuoted // \{quoted}: a quoted-string, RFC 9110 section 5.6.4
	MaskETag   // \{etag}: an entity-tag, weak or strong, RFC 9110 section 8.8.3
	MaskAny    // \{any}: any bytes but CR and LF, also none
	MaskRest   // \{rest}: any bytes, as few as will do
	MaskBytes  // \{bytes N}: exactly Count bytes
	MaskRe     // \{re RE2}: Re, matched on bytes
)

// IsMask reports whether k may stand in expected bytes only.
func (k PartKind) IsMask() bool { return k >= MaskDate }

// Count is a number that is written in digits or taken from a name.
type Count struct {
	N    int    // used where Name is empty
	Name string // without the "$"
}

// Part is a piece of sent or expected bytes.
type Part struct {
	Kind  PartKind
	Bytes []byte // Literal: never empty in parsed text
	Name  string // Var: without "$"; File: the member
	Count Count  // Rep, Noise, MaskBytes
	Body  []Part // Rep
	Re    string // MaskRe: the source, as written
	As    string // masks: the name that captures, or ""
}

// Text is the bytes of a ">" line, a "<" line, a property's pattern or a sweep's
// value. End is the written ending of a line: "\r\n", "\n", "\r", or "" for a lone
// "\"; it is not repeated in Parts. Patterns and sweep values have no End.
type Text struct {
	Parts []Part
	End   string
}
