package lint

import "httpkit/internal/rfc"

// RFC 9110 section 10.2.4: Server = product *( RWS ( product / comment ) ), with
// product = token ["/" product-version] of section 10.1.5.
var serverMalformed = Rule{
	Name:     "server-malformed",
	Sentence: "Server is a row of products and comments, a product first.",
	Refs:     grammar(at(9110, "10.2.4", "2"), at(9110, "10.1.5", "4"), at(9110, "5.6.5", "2")),
	Level:    rfc.Must,
	Check: inLines(func(value string) string {
		p := scanner{s: value}
		if value == "" {
			return "is empty"
		}
		if !p.product() {
			return "does not begin with a product"
		}
		for !p.end() {
			back := p.i
			if !p.blanks() || !p.product() && !p.comment() {
				return "has " + show(value[back:]) + " where a product or a comment would stand"
			}
		}
		return ""
	}, "Server"),
}

// product steps over token [ "/" token ].
func (p *scanner) product() bool {
	return p.token() != "" && (!p.take('/') || p.token() != "")
}

// RFC 9110 section 7.6.3: Via = #( received-protocol RWS received-by [ RWS comment ] ).
// An origin server sends none; a gateway before it may.
var viaMalformed = Rule{
	Name:     "via-malformed",
	Sentence: "Via is a list of protocol, recipient and perhaps a comment.",
	Refs:     grammar(at(9110, "7.6.3", "2")),
	Level:    rfc.Must,
	Check: inLines(func(value string) string {
		p := scanner{s: value}
		for !p.end() {
			back := p.i
			if !p.via() {
				return "has " + show(value[back:]) + " where a protocol and a recipient would stand"
			}
			p.blanks()
			if p.end() {
				break
			}
			if !p.take(',') {
				return "has " + show(value[p.i:]) + " behind a recipient"
			}
			if p.blanks(); p.end() {
				return "ends with a comma"
			}
		}
		return ""
	}, "Via"),
}

// via steps over one member.
func (p *scanner) via() bool {
	if !p.product() || !p.blanks() || p.token() == "" || p.take(':') && p.while(isDigit) == "" {
		return false
	}
	back := p.i
	if p.blanks() && !p.end() && p.s[p.i] == '(' {
		return p.comment()
	}
	p.i = back
	return true
}
