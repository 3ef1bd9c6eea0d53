package judge

import (
	"strings"

	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// linesOf gives the values of a field's lines, in their order, where the property
// looks for them: in the header section, the trailer section, or the content.
func linesOf(p *wire.Property, r *message.Response) []string {
	switch p.Noun {
	case wire.NounTrailer:
		return message.Values(r.Trailers, p.Name)
	case wire.NounReceived:
		return received(r.Content, p.Name)
	}
	return r.Values(p.Name)
}

// received gives the values of a field among the lines of content, as the target's
// "fields" resource writes them: "Name: value" and LF or CRLF. The value is byte
// for byte what stands there, but for the blanks around it: a bare CR in it stays.
func received(content []byte, name string) []string {
	var vs []string
	for line := range strings.Lines(string(content)) {
		line = strings.TrimSuffix(line, "\n")
		line = strings.TrimSuffix(line, "\r")
		n, v, ok := strings.Cut(line, ":")
		if ok && strings.EqualFold(n, name) {
			vs = append(vs, strings.Trim(v, " \t"))
		}
	}
	return vs
}

// hasMember reports whether one member of a comma list is name, without regard to
// case and to parameters after a ";".
// RFC 9110 section 5.6.1.
func hasMember(list, name string) bool {
	for _, m := range message.SplitList(list) {
		m, _, _ = strings.Cut(m, ";")
		if strings.EqualFold(strings.TrimRight(m, " \t"), name) {
			return true
		}
	}
	return false
}
