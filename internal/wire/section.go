package wire

// Section is one parsed section of a case: a transcript.
type Section struct {
	File  string
	Name  string
	Lines []Line
}

// Block is a run of "=" lines on one connection.
type Block struct {
	Pos   Pos
	Conn  string
	Rules []BlockRule
}

// BlockRule is a rule with the properties below it.
type BlockRule struct {
	Line  *Line
	Props []*Line
}

// Step is what is played at once. Exactly one of the groups is set.
type Step struct {
	Pos   Pos
	Conn  string
	Send  []*Line // a run of ">" lines on one connection: one write
	Want  *Line   // one "<" line
	Do    *Action // an event other than repeat and end
	Block *Block
	Times *Count // a repeat: Body is played that often
	Body  []Step
}
