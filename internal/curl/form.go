package curl

import (
	"bytes"
	"fmt"
	"path"
	"strings"
)

// boundary is between the parts of a form. curl makes one up each time, of the
// same length.
const boundary = "------------------------687474706b697421"

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
		file, kind := "", ""
		if !isPlain {
			if strings.HasPrefix(value, "(") || strings.HasPrefix(value, `"`) {
				return nil, &Error{"-F " + clip(plain) + ": quotes and groups of parts are not read here", "write -F NAME=VALUE or NAME=@FILE"}
			}
			parts := strings.Split(value, ";")
			value = parts[0]
			for _, attr := range parts[1:] {
				k, v, _ := strings.Cut(strings.TrimSpace(attr), "=")
				switch k {
				case "type":
					kind = v
				case "filename":
					file = strings.Trim(v, `"`)
				default:
					return nil, &Error{"-F " + clip(plain) + ": " + clip(k) + " is not read here", "only type and filename are; --form-string takes the value as it stands"}
				}
			}
		}
		if !isPlain && (strings.HasPrefix(value, "@") || strings.HasPrefix(value, "<")) {
			content, err := p.file(value[1:])
			if err != nil {
				return nil, err
			}
			if value[0] == '@' {
				if file == "" {
					file = path.Base(value[1:])
				}
				if kind == "" {
					kind = typeOf(value[1:])
				}
			}
			value = string(content)
		}
		fmt.Fprintf(&b, "--%s\r\nContent-Disposition: form-data; name=\"%s\"", boundary, quoted(name))
		if file != "" {
			fmt.Fprintf(&b, "; filename=\"%s\"", quoted(file))
		}
		if kind != "" {
			fmt.Fprintf(&b, "\r\nContent-Type: %s", kind)
		}
		fmt.Fprintf(&b, "\r\n\r\n%s\r\n", value)
	}
	fmt.Fprintf(&b, "--%s--\r\n", boundary)
	return b.Bytes(), nil
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

func typeOf(name string) string {
	for _, t := range types {
		if strings.HasSuffix(strings.ToLower(name), t.ending) {
			return t.kind
		}
	}
	return "application/octet-stream"
}
