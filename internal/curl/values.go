package curl

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// How the values of single options are read.

// loses matches a line of which curl 7.88 keeps only the beginning.
var loses = regexp.MustCompile(`\x00|\r[^\n]`)

// addData adds to the content. Several are joined with "&". With at, "@name" is a
// file, of which -d, and only it, drops CR, LF and NUL.
func (p *parsed) addData(v string, at, strip bool) error {
	b := []byte(v)
	if name, ok := strings.CutPrefix(v, "@"); ok && at {
		var err error
		if b, err = p.file(name); err != nil {
			return err
		}
		if strip {
			if loses.Match(b) {
				p.remark("-d drops CR, LF and NUL of a file; curl 7.88 drops what follows a NUL, or a CR alone, up to the end of the line too")
			}
			b = slices.DeleteFunc(bytes.Clone(b), func(c byte) bool { return c == '\r' || c == '\n' || c == 0 })
		}
	}
	p.join(b, "&")
	return nil
}

func (p *parsed) join(b []byte, with string) {
	if p.hasData {
		p.data = append(p.data, with...)
	}
	p.data, p.hasData = append(p.data, b...), true
}

func (p *parsed) file(name string) ([]byte, error) {
	if name == "-" && p.printed != nil {
		b := p.printed
		p.printed = nil // it is read but once
		return b, nil
	}
	if name == "-" {
		return nil, &Error{"@-: standard input is not read for a command of curl", "write it to a file first: --data-binary @FILE"}
	}
	if p.readFile == nil {
		return nil, &Error{"@" + clip(name) + ": files are not read here", ""}
	}
	b, err := p.readFile(name)
	if err != nil {
		return nil, &Error{err.Error(), "the file is looked for in this folder"}
	}
	return b, nil
}

// setEncoded is --data-urlencode.
func setEncoded(p *parsed, v string) error {
	out, err := p.encoded(v)
	if err != nil {
		return err
	}
	p.join([]byte(out), "&")
	return nil
}

// setQuery is --url-query: like --data-urlencode, and "+" before what is escaped
// already.
func setQuery(p *parsed, v string) error {
	out, raw := strings.CutPrefix(v, "+")
	if !raw {
		var err error
		if out, err = p.encoded(v); err != nil {
			return err
		}
	}
	if p.query != "" {
		out = "&" + out
	}
	p.query += out
	return nil
}

// encoded reads content, =content, name=content, @file, name@file. An equals sign is
// looked for before an at sign.
func (p *parsed) encoded(v string) (string, error) {
	name, content := "", []byte(v)
	if before, after, ok := strings.Cut(v, "="); ok {
		name, content = before, []byte(after)
	} else if before, file, ok := strings.Cut(v, "@"); ok {
		name = before
		var err error
		if content, err = p.file(file); err != nil {
			return "", err
		}
	}
	out := encode(content)
	if name != "" {
		out = name + "=" + out
	}
	return out, nil
}

// encode escapes all but the unreserved characters of RFC 3986 section 2.3; a
// blank becomes "+", as in a form.
func encode(b []byte) string {
	const digits = "0123456789ABCDEF"
	var out strings.Builder
	for _, c := range b {
		switch {
		case c == ' ':
			out.WriteByte('+')
		case unreserved(c):
			out.WriteByte(c)
		default:
			out.Write([]byte{'%', digits[c>>4], digits[c&15]})
		}
	}
	return out.String()
}

func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

// setJSON is --json: several are put together as they are.
func setJSON(p *parsed, v string) error {
	b := []byte(v)
	if name, ok := strings.CutPrefix(v, "@"); ok {
		var err error
		if b, err = p.file(name); err != nil {
			return err
		}
	}
	p.json = true
	p.join(b, "")
	return nil
}

func setHeader(p *parsed, v string) error {
	name, ok := strings.CutPrefix(v, "@")
	if !ok {
		p.headers = append(p.headers, v)
		return nil
	}
	b, err := p.file(name)
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimRight(line, "\r\n"); line != "" {
			p.headers = append(p.headers, line)
		}
	}
	return nil
}

func setCookie(p *parsed, v string) error {
	if !strings.Contains(v, "=") && v != "" {
		return &Error{"-b " + clip(v) + ": a file of cookies is not read here", "write them: -b 'name=value; name=value'"}
	}
	if v != "" {
		p.cookies = append(p.cookies, v)
	}
	return nil
}

func setUser(p *parsed, v string) error {
	if !strings.Contains(v, ":") {
		return &Error{"-u " + clip(v) + ": curl would ask for the password", "write -u USER:PASSWORD"}
	}
	p.user = v
	return nil
}

func setUpload(p *parsed, v string) error {
	if !p.globoff && strings.ContainsAny(v, "[]{}") {
		return &Error{"-T " + clip(v) + ": curl makes several requests of [] and {}", "give one -T and one URL for each"}
	}
	if v == "-" || v == "." {
		return &Error{"-T " + v + ": standard input is not read for a command of curl", "write it to a file first: -T FILE"}
	}
	p.uploads = append(p.uploads, v)
	return nil
}

func setContinue(p *parsed, v string) error {
	if v == "-" {
		p.remark("-C - is passed over: there is no file that is gone on with")
		return nil
	}
	n, err := strconv.ParseUint(v, 10, 63)
	if err != nil {
		return &Error{"-C " + clip(v) + ": no number", "write -C BYTES"}
	}
	if p.from = ""; n > 0 {
		p.from = strconv.FormatUint(n, 10) + "-"
	}
	return nil
}

// dates are layouts of -z. curl knows many more; and what is no date is a file to it.
var dates = []string{"Mon, 2 Jan 2006 15:04:05 GMT", "2 Jan 2006 15:04:05 GMT", "Mon, 2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05", "2 Jan 2006"}

func setTimeCond(p *parsed, v string) error {
	field, date := "If-Modified-Since", v
	if len(v) > 0 && strings.IndexByte("+-=", v[0]) >= 0 {
		field, date = map[byte]string{'+': field, '-': "If-Unmodified-Since", '=': "Last-Modified"}[v[0]], v[1:]
	}
	for _, layout := range dates {
		if at, err := time.Parse(layout, date); err == nil {
			p.since = field + ": " + at.UTC().Format("Mon, 02 Jan 2006 15:04:05 GMT")
			return nil
		}
	}
	return &Error{"-z " + clip(v) + ": a date as Tue, 02 Jan 2024 03:04:05 GMT is read here, no other and no file", "write the field: -H '" + field + ": ...'"}
}
