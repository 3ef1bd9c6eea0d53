package curl

import (
	"bytes"
	"cmp"
	"fmt"
	"path"
	"strings"
)

// boundary is between the parts of a form. curl makes one up each time, of the
// same length.
const boundary = "------------------------687474706b697421"

// inner is the one between the files of one part.
const inner = "------------------------696e6e6572706172"

// multipart is the content of -F and --form-string (RFC 7578).
func (p *parsed) multipart() ([]byte, error) {
	p.remark("the boundary of -F is a fixed one: curl makes one up each time")
	var b bytes.Buffer
	for _, f := range p.form {
		plain, isPlain := strings.CutPrefix(f, "\x00")
		name, value, ok := strings.Cut(plain, "=")
		if !ok {
			return nil, &Error{"-F " + clip(plain) + ": no =", "write -F NAME=VALUE"}
		}
		fmt.Fprintf(&b, "--%s\r\n", boundary)
		if name != "" {
			name = fmt.Sprintf("; name=\"%s\"", quoted(name))
		}
		disposition := "form-data" + name
		var err error
		switch {
		case isPlain:
			writePart(&b, disposition, formPart{}, []byte(value))
		case strings.HasPrefix(value, "("), name == "" && value == ")":
			err = &Error{"-F " + clip(plain) + ": groups of parts are not read here", "--form-string takes the value as it stands"}
		case strings.HasPrefix(value, "@"):
			err = p.formFiles(&b, disposition, value[1:])
		default:
			err = p.formValue(&b, disposition, value)
		}
		if err != nil {
			return nil, err
		}
	}
	fmt.Fprintf(&b, "--%s--\r\n", boundary)
	return b.Bytes(), nil
}

// formValue writes a part whose value is given, or with "<" stands in a file.
func (p *parsed) formValue(b *bytes.Buffer, disposition, value string) error {
	file, isFile := strings.CutPrefix(value, "<")
	r := &formReader{p: p, s: file}
	f, _, err := r.part()
	if err != nil {
		return err
	}
	content := []byte(f.data)
	if isFile {
		if content, err = p.file(f.data); err != nil {
			return err
		}
		if f.filename = ""; f.kind == "" {
			f.kind = typeOf(f.data)
		}
		if f.kind == "text/plain" { // what a part without a type is
			f.kind = ""
		}
	} else if f.kind == "" {
		f.kind = typeOf(f.filename)
	}
	writePart(b, disposition, f, content)
	return nil
}

// formFiles writes a part that is a file, or one of several files.
func (p *parsed) formFiles(b *bytes.Buffer, disposition, value string) error {
	r := &formReader{p: p, s: value, ends: ','}
	for n := 0; ; n++ {
		f, more, err := r.part()
		if err != nil {
			return err
		}
		content, err := p.file(f.data)
		if err != nil {
			return err
		}
		f.filename = cmp.Or(f.filename, path.Base(f.data))
		f.kind = cmp.Or(f.kind, typeOf(f.filename), typeOf(f.data), "application/octet-stream")
		if n == 0 && more {
			fmt.Fprintf(b, "Content-Disposition: %s\r\nContent-Type: multipart/mixed; boundary=%s\r\n\r\n", disposition, inner)
			disposition = "attachment"
		}
		if n > 0 || more {
			fmt.Fprintf(b, "--%s\r\n", inner)
		}
		writePart(b, disposition, f, content)
		if !more {
			if n > 0 {
				fmt.Fprintf(b, "--%s--\r\n\r\n", inner)
			}
			return nil
		}
	}
}

// writePart writes a part behind its boundary.
func writePart(b *bytes.Buffer, disposition string, f formPart, content []byte) {
	b.WriteString("Content-Disposition: " + disposition)
	if f.filename != "" {
		fmt.Fprintf(b, "; filename=\"%s\"", quoted(f.filename))
	}
	if f.kind != "" {
		b.WriteString("\r\nContent-Type: " + f.kind)
	}
	for _, h := range f.headers {
		b.WriteString("\r\n" + h)
	}
	fmt.Fprintf(b, "\r\n\r\n%s\r\n", content)
}

// quoted escapes a name as browsers do.
func quoted(s string) string {
	return strings.NewReplacer(`"`, "%22", "\r", "%0D", "\n", "%0A").Replace(s)
}

// types are the endings of file names that curl knows.
var types = []struct{ ending, kind string }{
	{".gif", "image/gif"}, {".jpg", "image/jpeg"}, {".jpeg", "image/jpeg"}, {".png", "image/png"},
	{".svg", "image/svg+xml"}, {".txt", "text/plain"}, {".htm", "text/html"}, {".html", "text/html"},
	{".pdf", "application/pdf"}, {".xml", "application/xml"},
}

// typeOf is the type that the name of a file has to curl, or "".
func typeOf(name string) string {
	for _, t := range types {
		if strings.HasSuffix(strings.ToLower(name), t.ending) {
			return t.kind
		}
	}
	return ""
}
