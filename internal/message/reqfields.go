package message

import "bytes"

// StrictFieldLine splits a field line at its first colon.
//
// RFC 9112 section 5: field-line = field-name ":" OWS field-value OWS
func StrictFieldLine(line []byte) (name, value []byte, err error) {
	i := bytes.IndexByte(line, ':')
	if i < 0 {
		return nil, nil, refuse(400, "A field line has no colon.")
	}
	return line[:i:i], line[i+1:], nil
}

// StrictFieldName takes a token that touches the colon.
//
// RFC 9112 section 5.1: a server MUST reject, with 400, any request that
// contains whitespace between a field name and the colon. RFC 9110 section 5.1:
// field-name = token
func StrictFieldName(b []byte) (string, error) {
	if name, ok := usualNames[string(b)]; ok {
		return name, nil
	}
	if n := len(b); n > 0 && isBlank(b[n-1]) {
		return "", refuse(400, "A field line has white space before its colon.")
	}
	name := string(b)
	if !IsToken(name) {
		return "", refuse(400, "The name of a field is no token.")
	}
	return name, nil
}

// StrictFieldValue takes the white space around a value off and refuses control
// characters in it.
//
// RFC 9110 section 5.5: CR, LF and NUL in a value are to be rejected or replaced;
// other control characters are invalid as well.
func StrictFieldValue(b []byte) (string, error) {
	b = trimOWS(b)
	for _, c := range b {
		if c < ' ' && c != '\t' || c == 0x7f {
			return "", refuse(400, "The value of a field holds a control character.")
		}
	}
	return string(b), nil
}

// trimOWS takes off SP and HTAB, and nothing else that some take for a blank.
func trimOWS(b []byte) []byte {
	for len(b) > 0 && isBlank(b[0]) {
		b = b[1:]
	}
	for len(b) > 0 && isBlank(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

// strictFold refuses folded lines, and white space before the first field.
//
// RFC 9112 section 5.2: a server MUST reject obs-fold with 400, preferably with
// an explanation, or replace it with SP. RFC 9112 section 2.2: whitespace between
// the start-line and the first field is to be rejected or left out.
func strictFold(_ *Dialect, fields []Field, _ []byte) ([]Field, error) {
	if len(fields) == 0 {
		return nil, refuse(400, "White space comes between the request-line and the first field.")
	}
	return nil, refuse(400, "A field line begins with white space; folding a value over several lines is obsolete and not acceptable.")
}

// AppendField reads one field line and puts it behind the others.
func (d *Dialect) AppendField(fields []Field, line []byte) ([]Field, error) {
	name, value, err := d.FieldLine(line)
	if err != nil || name == nil {
		return fields, err
	}
	var f Field
	if f.Name, err = d.FieldName(name); err != nil {
		return fields, err
	}
	if f.Value, err = d.FieldValue(value); err != nil {
		return fields, err
	}
	return append(fields, f), nil
}

// strictTrailer keeps trailer fields apart from the header section.
//
// RFC 9112 section 7.1.2: a recipient MUST NOT merge a received trailer field
// into the header section unless its definition permits it.
func strictTrailer(h *RequestHead, f Field) { h.Trailers = append(h.Trailers, f) }

// usualNames spares the usual names a copy.
var usualNames = func() map[string]string {
	m := map[string]string{}
	for _, n := range []string{"Host", "User-Agent", "Accept", "Accept-Encoding", "Accept-Language", "Connection",
		"Content-Length", "Content-Type", "Transfer-Encoding", "Cookie", "Cache-Control", "If-None-Match",
		"If-Modified-Since", "Range", "Referer", "Origin", "Expect", "host", "connection", "user-agent", "accept"} {
		m[n] = n
	}
	return m
}()
