package reference

import (
	"bytes"
	"strings"

	http1 "httpkit/internal/message"
)

var fieldFaults = []*Fault{
	{Name: "field-colonless-skipped", Sentence: "Leaves out a field line without a colon instead of refusing the request.",
		Behaviour: reading(http1.Dialect{FieldLine: func(line []byte) (name, value []byte, err error) {
			if bytes.IndexByte(line, ':') < 0 {
				return nil, nil, nil
			}
			return http1.StrictFieldLine(line)
		}})},
	{Name: "field-control-kept", Sentence: "Takes control characters in field values, NUL among them.",
		Behaviour: reading(http1.Dialect{FieldValue: func(b []byte) (string, error) { return strings.Trim(string(b), " \t"), nil }})},
	{Name: "field-empty-refused", Sentence: "Refuses a field with an empty value.",
		Behaviour: reading(http1.Dialect{FieldValue: func(b []byte) (string, error) {
			v, err := http1.StrictFieldValue(b)
			if v == "" && err == nil {
				err = no(400, "A field has no value.")
			}
			return v, err
		}})},
	{Name: "field-name-case-matters", Sentence: "Knows field names in their usual spelling only.", // most clients, and some cases, write names as they like
		Behaviour: reading(http1.Dialect{FieldName: func(b []byte) (string, error) {
			name, err := http1.StrictFieldName(b)
			if usual := usualSpelling(name); err == nil && usual != name {
				name = "X-" + name
			}
			return name, err
		}})},
	{Name: "field-name-not-checked", Sentence: "Takes any bytes before the colon for a field name.",
		Behaviour: reading(http1.Dialect{FieldName: func(b []byte) (string, error) { return string(b), nil }})},
	{Name: "field-nul-cuts-value", Sentence: "Takes a field value to end at its first NUL.",
		Behaviour: reading(http1.Dialect{FieldValue: func(b []byte) (string, error) {
			b, _, _ = bytes.Cut(b, []byte{0})
			return http1.StrictFieldValue(b)
		}})},
	{Name: "field-obs-text-refused", Sentence: "Refuses bytes beyond ASCII in field values.",
		Behaviour: reading(http1.Dialect{FieldValue: func(b []byte) (string, error) {
			for _, c := range b {
				if c >= 0x80 {
					return "", no(400, "The value of a field is not ASCII.")
				}
			}
			return http1.StrictFieldValue(b)
		}})},
	{Name: "field-repeated-first", Sentence: "Keeps the first line of a field that is repeated.",
		Behaviour: deciding(Change{Step: "field-lines", Before: "host", Do: func(x *Exchange) *Response {
			var kept []http1.Field
			for _, f := range x.Request.Fields {
				if _, again := http1.Get(kept, f.Name); !again || strings.EqualFold(f.Name, "Host") {
					kept = append(kept, f)
				}
			}
			x.Request.Fields = kept
			return nil
		}})},
	{Name: "field-underscore-is-hyphen", Sentence: "Takes an underscore in a field name for a hyphen.",
		Behaviour: reading(http1.Dialect{FieldName: func(b []byte) (string, error) {
			return http1.StrictFieldName(bytes.ReplaceAll(b, []byte("_"), []byte("-")))
		}})},
	{Name: "field-unicode-trimmed", Sentence: "Takes bytes off a field value that are blanks in Unicode only.",
		Behaviour: reading(http1.Dialect{FieldValue: func(b []byte) (string, error) {
			return http1.StrictFieldValue(bytes.Trim(bytes.Trim(b, " \t"), "\x85\xa0"))
		}})},
	{Name: "field-value-not-trimmed", Sentence: "Takes one space off a field value and leaves the other white space around it.",
		Behaviour: reading(http1.Dialect{FieldValue: func(b []byte) (string, error) {
			_, err := http1.StrictFieldValue(b)
			return strings.TrimPrefix(string(b), " "), err
		}})},
	{Name: "fold-left-out", Sentence: "Leaves out lines that begin with white space.",
		Behaviour: reading(http1.Dialect{Fold: func(_ *http1.Dialect, fields []http1.Field, _ []byte) ([]http1.Field, error) { return fields, nil }})},
	{Name: "fold-taken-as-line", Sentence: "Takes a line that begins with white space for a field line of its own.",
		Behaviour: reading(http1.Dialect{Fold: func(d *http1.Dialect, fields []http1.Field, line []byte) ([]http1.Field, error) {
			line = bytes.TrimLeft(line, " \t")
			if len(line) == 0 {
				return fields, nil
			}
			return d.AppendField(fields, line)
		}})},
	{Name: "space-before-colon-taken", Sentence: "Takes white space between a field name and its colon.",
		Behaviour: reading(http1.Dialect{FieldName: func(b []byte) (string, error) { return http1.StrictFieldName(bytes.TrimRight(b, " \t")) }})},
}

// usualSpelling writes each word of a name with a capital, as most people do.
func usualSpelling(name string) string {
	b, start := []byte(name), true
	for i, c := range b {
		if start && 'a' <= c && c <= 'z' {
			b[i] = c - 0x20
		} else if !start && 'A' <= c && c <= 'Z' {
			b[i] = c + 0x20
		}
		start = c == '-'
	}
	return strings.Replace(string(b), "Te", "TE", 1)[:len(name)]
}

// deciding is a behaviour that differs in its steps.
func deciding(changes ...Change) Behaviour { return Behaviour{Steps: changes} }
