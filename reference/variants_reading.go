package reference

import (
	"bytes"

	http1 "httpkit/internal/message"
)

// bareCR ends lines at CRLF and makes spaces of other CRs.
func bareCR(b []byte, seen int) ([]byte, int, error) {
	i := bytes.IndexByte(b[seen:], '\n')
	switch i += seen; {
	case i < seen:
		return nil, 0, nil
	case i == 0 || b[i-1] != '\r':
		return nil, 0, no(400, "A line ends in LF; it has to end in CRLF.")
	}
	return bytes.ReplaceAll(b[:i-1], []byte("\r"), []byte(" ")), i + 1, nil
}

// unfold joins a folded line to the field before it.
func unfold(d *http1.Dialect, fields []http1.Field, line []byte) ([]http1.Field, error) {
	if len(fields) == 0 {
		return nil, no(400, "White space comes between the request-line and the first field.")
	}
	more, err := d.FieldValue(line)
	if err != nil {
		return nil, err
	}
	last := &fields[len(fields)-1]
	if last.Value != "" && more != "" {
		more = " " + more
	}
	last.Value += more
	return fields, nil
}

// sameLengths takes several lengths that are all the same.
func sameLengths(d *http1.Dialect, lines []string) (int64, error) {
	list, _ := joined(lines)
	members := http1.SplitList(list)
	if len(members) == 0 {
		return d.Length("")
	}
	n, err := d.Length(members[0])
	for _, m := range members[1:] {
		if other, e := d.Length(m); e != nil || other != n {
			err = no(400, "Content-Length gives different lengths.")
		}
	}
	return n, err
}
