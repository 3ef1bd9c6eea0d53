package message

// StrictChunkLine splits a chunk-size line behind its hexadecimal digits.
//
// RFC 9112 section 7.1: chunk = chunk-size [ chunk-ext ] CRLF chunk-data CRLF
func StrictChunkLine(line []byte) (size, ext []byte, err error) {
	i := 0
	for i < len(line) && hexDigit(line[i]) >= 0 {
		i++
	}
	if i == 0 {
		return nil, nil, refuse(400, "A chunk does not begin with its size.")
	}
	return line[:i], line[i:], nil
}

// StrictChunkSize reads hexadecimal digits, leading zeros among them.
//
// RFC 9112 section 7.1: chunk-size = 1*HEXDIG; recipients MUST anticipate
// potentially large numerals and prevent overflow.
func StrictChunkSize(b []byte) (int64, error) {
	n := int64(0)
	for _, c := range b {
		if n >= 1<<58 {
			return 0, refuse(413, "A chunk is larger than this server takes.")
		}
		n = n<<4 | int64(hexDigit(c))
	}
	return n, nil
}

// StrictChunkExt takes well-formed extensions, whatever they say; "bad"
// whitespace inside them is taken, at the end of the line it is not.
//
// RFC 9112 section 7.1.1: *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS
// chunk-ext-val ] ); a recipient MUST ignore unrecognized chunk extensions. RFC
// 9110 section 5.6.3: a recipient MUST parse for BWS and remove it.
func StrictChunkExt(b []byte) error {
	if len(b) == 0 {
		return nil
	}
	if isBlank(b[len(b)-1]) {
		return refuse(400, "A chunk-size line ends in white space.")
	}
	if fault, why := chunkExt(string(b)); fault != "" || why != "" {
		return refuse(400, "The extension of a chunk is malformed.")
	}
	return nil
}

// StrictChunkEnd wants the CRLF behind chunk-data.
//
// RFC 9112 section 7.1.
func StrictChunkEnd(b []byte) (int, error) {
	switch {
	case len(b) == 0, len(b) == 1 && b[0] == '\r':
		return 0, nil
	case b[0] == '\r' && b[1] == '\n':
		return 2, nil
	}
	return 0, refuse(400, "The data of a chunk is not followed by CRLF.")
}
