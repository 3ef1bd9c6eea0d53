package lint

import (
	"bytes"
	"strconv"

	"httpkit/internal/message"
	"httpkit/internal/rfc"
)

// RFC 9112 section 7.1, as a sender has to generate it: no bare LF, no BWS
// (RFC 9110 section 5.6.3: a sender MUST NOT generate BWS in messages).
var chunkedMalformed = Rule{
	Name:     "chunked-malformed",
	Sentence: "A chunked body has the form of RFC 9112: hexadecimal sizes, CRLF behind each line and each chunk.",
	Refs:     grammar(at(9112, "7.1", "2"), at(9112, "7.1.1", "2"), at(9110, "5.6.3", "5")),
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		if x.Response.Framing != message.FramedChunked || len(x.Raw) < x.Response.HeadLen {
			return obeyed
		}
		return chunks(x.Raw[x.Response.HeadLen:])
	},
}

// chunks walks along a chunked body to what is wrong first. A body that ends in
// the middle is right as far as it goes.
func chunks(b []byte) Finding {
	for n := 1; ; n++ {
		if len(b) > 0 && !isHex(b[0]) {
			line, _, _ := bytes.Cut(b, []byte("\n"))
			return found(bytes.TrimSuffix(line, []byte("\r")), "chunk %d begins with %s, not with its size", n, show(string(b[:1])))
		}
		line, rest, ok := bytes.Cut(b, []byte("\n"))
		if !ok {
			return obeyed
		}
		text, hasCR := bytes.CutSuffix(line, []byte("\r"))
		if !hasCR {
			return found(text, "the chunk-size line of chunk %d ends with LF alone", n)
		}
		p := scanner{s: string(text)}
		digits := p.while(isHex)
		if !p.chunkExt() || !p.end() {
			return found(text, "behind the size of chunk %d comes %s, neither an extension nor the line's end", n, show(p.s[len(digits):]))
		}
		size, err := strconv.ParseUint(digits, 16, 63)
		if err != nil {
			return obeyed // larger than all there is
		}
		if size == 0 {
			return trailerEnds(rest)
		}
		if uint64(len(rest)) < size {
			return obeyed
		}
		rest = rest[size:]
		if end := rest[:min(2, len(rest))]; !bytes.HasPrefix([]byte("\r\n"), end) {
			return found(end, "behind the %d bytes of chunk %d comes %s, not CRLF", size, n, show(string(end)))
		}
		if len(rest) < 2 {
			return obeyed
		}
		b = rest[2:]
	}
}

// chunkExt steps over *( ";" chunk-ext-name [ "=" chunk-ext-val ] ).
func (p *scanner) chunkExt() bool {
	for p.take(';') {
		if p.token() == "" || p.take('=') && !p.value() {
			return false
		}
	}
	return true
}

// trailerEnds looks at the line ends of a trailer section.
func trailerEnds(b []byte) Finding {
	for {
		line, rest, ok := bytes.Cut(b, []byte("\n"))
		if !ok {
			return obeyed
		}
		text, hasCR := bytes.CutSuffix(line, []byte("\r"))
		if !hasCR {
			return found(text, "a line behind the last chunk ends with LF alone")
		}
		if len(text) == 0 {
			return obeyed
		}
		b = rest
	}
}
