package wire

import (
	"slices"
	"strconv"
	"strings"
)

// nounKind is a noun and how a property with it is written.
type nounKind struct {
	word   string
	noun   Noun
	usage  string
	fields bool // it looks at field lines: a name follows, "?" and "has" are known
}

// nouns are all nouns, in the order of their constants.
var nouns = []nounKind{
	{"field", NounField, "field NAME [PATTERN], field NAME has MEMBER, or field? NAME PATTERN", true},
	{"trailer", NounTrailer, "trailer NAME [PATTERN], trailer NAME has MEMBER, or trailer? NAME PATTERN", true},
	{"received", NounReceived, "received NAME [PATTERN], received NAME has MEMBER, or received? NAME PATTERN", true},
	{"content", NounContent, "content PATTERN", false},
	{"decoded", NounDecoded, "decoded PATTERN", false},
	{"size", NounSize, "size PATTERN", false},
	{"status-line", NounStatusLine, "status-line PATTERN", false},
	{"framing", NounFraming, "framing length|chunked|close|none", false},
}

// nounSynonyms are words people write for those of nouns.
var nounSynonyms = map[string]string{
	"header": "field", "body": "content", "length": "size", "status": "status-line",
	"headers": "field", "echoed": "received", "payload": "content", "statusline": "status-line",
}

// framings are the words after "framing".
var framings = []string{"chunked", "close", "length", "none"}

// propParser parses one property.
type propParser struct {
	pos  Pos
	errs Errors
}

func (p *propParser) fail(msg, hint string) {
	p.errs = append(p.errs, &Error{Pos: p.pos, Msg: msg, Hint: hint})
}

// cutWord cuts the first word off s, and the blanks around it.
func cutWord(s string) (word, rest string) {
	word, rest, _ = strings.Cut(strings.TrimLeft(s, " "), " ")
	return word, strings.TrimLeft(rest, " ")
}

// parseProp parses [ 1*DIGIT SP ] [ "!" SP ] noun.
func parseProp(pos Pos, s string) (*Property, Errors) {
	p := &propParser{pos: pos}
	prop := &Property{}
	word, rest := cutWord(s)
	if isDigits(word) {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 || n > maxCount {
			p.fail("got "+show(word)+", want the number of a response", "responses are counted from 1")
			return nil, p.errs
		}
		prop.Nth = n
		word, rest = cutWord(rest)
	}
	if word == "!" {
		prop.Not = true
		word, rest = cutWord(rest)
	}
	plain := strings.TrimSuffix(word, "?")
	i := slices.IndexFunc(nouns, func(k nounKind) bool { return k.word == word || k.fields && k.word == plain })
	if i < 0 {
		p.unknown(word, rest, prop)
		return nil, p.errs
	}
	prop.Noun, prop.IfThere = nouns[i].noun, word != nouns[i].word
	switch {
	case nouns[i].fields:
		p.fieldNoun(prop, nouns[i], rest)
	case prop.Noun == NounFraming:
		if prop.Framing = rest; !slices.Contains(framings, rest) {
			p.fail("got framing "+show(rest)+", want framing length|chunked|close|none", didYouMean(rest, framings, nil))
		}
	case rest == "":
		p.fail(word+" has no pattern", `write = `+nouns[i].usage+`; no bytes at all are a lone \`)
	default:
		p.pattern(prop, rest)
	}
	return prop, p.errs
}

// fieldNoun parses the name after field, trailer and received, and what follows.
func (p *propParser) fieldNoun(prop *Property, k nounKind, s string) {
	name, rest := cutWord(s)
	if prop.Name = name; !isToken(name) {
		hint := "write = " + k.usage
		if bare, ok := strings.CutSuffix(name, ":"); ok && isToken(bare) {
			hint = "the name stands without its colon: " + bare
		}
		p.fail("got "+show(name)+", want the name of a field", hint)
		return
	}
	switch first, member := cutWord(rest); {
	case rest == "" && prop.IfThere:
		p.fail(k.word+"? "+name+" has no pattern", "whether it is there is asked with "+k.word+" "+name)
	case rest == "":
	case first != "has":
		p.pattern(prop, rest)
	case prop.IfThere:
		p.fail(k.word+"? is followed by has", "has is asked with "+k.word+`; for these bytes write \x68as`)
	case !isToken(member):
		p.fail("got has "+show(member)+", want has and one member", `a member is a token; for these bytes as a pattern write \x68as`)
	default:
		prop.Has = member
	}
}

// pattern parses the pattern of a property.
func (p *propParser) pattern(prop *Property, s string) {
	t, err := ParseText(p.pos, s, false)
	if err != nil {
		p.errs = append(p.errs, err.(Errors)...)
		return
	}
	prop.Pattern = &t
}

// unknown notes a word that is neither verdict nor noun.
func (p *propParser) unknown(word, rest string, prop *Property) {
	words := slices.Clone(verdictWords)
	for _, k := range nouns {
		words = append(words, k.word)
		if k.fields {
			words = append(words, k.word+"?")
		}
	}
	hint := didYouMean(word, words, nounSynonyms)
	switch bare, neg := strings.CutPrefix(word, "!"); {
	case word == "":
		p.fail("a = line says nothing", "write = VERDICT OUTCOME, or a property: =   "+nouns[0].usage)
		return
	case neg && bare != "":
		hint = "a blank goes after the !: ! " + show(bare)
	case prop.Not && isDigits(word):
		hint = "the number comes first: " + word + " ! " + show(rest)
	case isOutcome(word):
		hint = "a rule begins with its verdict: = pass " + show(word)
	case hint == "":
		hint = "the verdicts are " + strings.Join(verdictWords, " ") + ", the nouns " + strings.Join(words[len(verdictWords):], " ")
	}
	p.fail(show(word)+" is no verdict and no property", hint)
}

// isOutcome reports whether an outcome could begin with word.
func isOutcome(word string) bool {
	code, _, _ := strings.Cut(word, ",")
	_, hint := parseCode(code)
	return hint == "" || slices.Contains(finishWords, word)
}
