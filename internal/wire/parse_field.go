package wire

import (
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// fieldKind is the word of a field and how it is written.
type fieldKind struct {
	word  string
	kind  PartKind
	usage string
}

// fieldKinds are all fields but \{$name}, sorted.
var fieldKinds = []fieldKind{
	{"any", MaskAny, `\{any}`},
	{"bytes", MaskBytes, `\{bytes N}`},
	{"date", MaskDate, `\{date}`},
	{"etag", MaskETag, `\{etag}`},
	{"file", File, `\{file NAME}`},
	{"hex", MaskHex, `\{hex}`},
	{"int", MaskInt, `\{int}`},
	{"noise", Noise, `\{noise N}`},
	{"quoted", MaskQuoted, `\{quoted}`},
	{"re", MaskRe, `\{re RE2}`},
	{"rep", Rep, `\{rep N TEXT}`},
	{"rest", MaskRest, `\{rest}`},
	{"token", MaskToken, `\{token}`},
}

// fieldSynonyms are words people write for those of fieldKinds.
var fieldSynonyms = map[string]string{
	"regex": "re", "regexp": "re", "repeat": "rep", "number": "int", "digits": "int",
	"string": "quoted", "all": "rest", "skip": "bytes", "random": "noise", "include": "file",
}

// maxCount is the largest number that may be written for a count.
const maxCount = 1 << 30

// field parses what stands between "\{" and its "}".
func (p *textParser) field(s string, depth int) (Part, bool) {
	if strings.HasPrefix(s, "$") {
		if !isName(s[1:]) {
			p.fail(inField(s)+" names nothing", `a name is lower case: \{$host}; no capture and no argument can follow it`)
			return Part{}, false
		}
		return Part{Kind: Var, Name: s[1:]}, true
	}
	word, arg, hasArg := strings.Cut(s, " ")
	i := slices.IndexFunc(fieldKinds, func(f fieldKind) bool { return f.word == word })
	if i < 0 {
		p.unknownField(s, word)
		return Part{}, false
	}
	part, usage := Part{Kind: fieldKinds[i].kind}, fieldKinds[i].usage
	if part.Kind.IsMask() {
		rest, name, ok := p.capture(s)
		if !ok {
			return Part{}, false
		}
		part.As = name
		_, arg, hasArg = strings.Cut(rest, " ")
	}
	if want := strings.Contains(usage, " "); want != hasArg {
		hint := ""
		if part.Kind.IsMask() && !want {
			hint = "what it matched is kept with " + strings.TrimSuffix(usage, "}") + " as NAME}"
		}
		p.fail(inField(s)+" is not written as "+usage, hint)
		return Part{}, false
	}
	return part, p.argument(&part, arg, usage, depth)
}

// argument fills the argument of a field in.
func (p *textParser) argument(part *Part, arg, usage string, depth int) (ok bool) {
	switch part.Kind {
	case File:
		part.Name = arg
		if !fs.ValidPath(arg) || arg == "." || strings.Contains(arg, `\`) || strings.Trim(arg, " ") != arg {
			p.fail(show(arg)+" is no name of a file", `a name is relative and has no "..": a section of the case with a dot in its name, or a fixture`)
			return false
		}
	case Noise, MaskBytes:
		part.Count, ok = p.count(arg, usage)
		return ok
	case Rep:
		n, text, hasText := strings.Cut(arg, " ")
		if part.Count, ok = p.count(n, usage); !ok {
			return false
		}
		if !hasText {
			p.fail(inField("rep "+arg)+" has no text to repeat", "one blank after the count, then the text: "+usage)
			return false
		}
		part.Body = p.parts(text, depth+1)
	case MaskRe:
		part.Re = arg
		if _, err := newMachine(arg); err != nil {
			why := strings.TrimPrefix(err.Error(), "re "+arg+": ")
			p.fail(show(arg)+" is no RE2 expression: "+QuoteBytes([]byte(strings.TrimPrefix(why, "error parsing regexp: "))),
				"backslashes in it belong to RE2, braces must match")
			return false
		}
	}
	return true
}

// capture cuts " as NAME" off the end of a mask.
func (p *textParser) capture(s string) (rest, name string, ok bool) {
	i := strings.LastIndex(s, " as ")
	if i < 0 {
		return s, "", true
	}
	name = s[i+len(" as "):]
	switch {
	case isName(name):
		return s[:i], name, true
	case isToken(name): // one word, so a name was meant
		hint := `a name is lower case, with digits and "-"`
		if strings.HasPrefix(s, "re ") {
			hint += "; for these bytes in an expression write [ ]as " + show(name)
		}
		p.fail(show(name)+" is no name to capture", hint)
	default:
		return s, "", true
	}
	return "", "", false
}

// count parses digits or "$name".
func (p *textParser) count(s, usage string) (Count, bool) {
	c, e := parseCount(p.pos, s, "in "+usage)
	if e != nil {
		p.errs = append(p.errs, e)
	}
	return c, e == nil
}

// parseCount parses a count, where tells what it is for.
func parseCount(pos Pos, s, where string) (Count, *Error) {
	if name, ok := strings.CutPrefix(s, "$"); ok && isName(name) {
		return Count{Name: name}, nil
	}
	if !isDigits(s) {
		return Count{}, &Error{pos, "got " + show(s) + ", want a number or $name " + where, ""}
	}
	n, err := strconv.Atoi(s)
	if err != nil || n > maxCount {
		return Count{}, &Error{pos, "got " + show(s) + ", want at most " + strconv.Itoa(maxCount) + " " + where, ""}
	}
	return Count{N: n}, nil
}

// unknownField notes a field with a word that is none.
func (p *textParser) unknownField(s, word string) {
	words := make([]string, len(fieldKinds))
	for i, f := range fieldKinds {
		words[i] = f.word
	}
	hint := didYouMean(word, words, fieldSynonyms)
	switch {
	case s == "":
		hint = `a literal \{ is written \\{`
	case hint == "" && isName(word):
		hint = `a value is written \{$` + word + `}; the fields are ` + strings.Join(words, " ")
	case hint == "":
		hint = `a literal \{ is written \\{; the fields are ` + strings.Join(words, " ")
	}
	p.fail(inField(s)+" is no field", hint)
}

// inField gives the field with s in it for a message.
func inField(s string) string { return show(`\{` + s + "}") }
