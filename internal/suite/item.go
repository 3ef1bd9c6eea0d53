package suite

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"

	"httpkit/internal/wire"
)

// item reads one item: a range of numbers or of bytes, or wire text.
func (r *reader) item(e entry, item string) []wire.Text {
	if item == "" {
		r.bad(e, "a value is empty", `the empty value is written as a lone \; a | in a value as \x7c`)
		return nil
	}
	if m := numbers.FindStringSubmatch(item); m != nil {
		return r.numbers(e, m[1], m[2])
	}
	if m := bytePair.FindStringSubmatch(item); m != nil {
		return r.bytes(e, m[1], m[2])
	}
	t, err := wire.ParseText(e.pos, item, false)
	if err != nil {
		var all wire.Errors
		if !errors.As(err, &all) {
			r.bad(e, err.Error(), "")
			return nil
		}
		for _, one := range all {
			r.bad(e, one.Msg, one.Hint)
		}
		return nil
	}
	if k := maskIn(t.Parts); k != nil {
		r.bad(e, fmt.Sprintf("%s has a mask, but a value is sent", item), "masks stand in expected bytes only")
		return nil
	}
	return []wire.Text{t}
}

var (
	numbers  = regexp.MustCompile(`^([0-9]+)\.\.([0-9]+)$`)
	bytePair = regexp.MustCompile(`^\\x([0-9A-Fa-f]{2})\.\.\\x([0-9A-Fa-f]{2})$`)
)

// numbers counts from one whole number to the other.
func (r *reader) numbers(e entry, from, to string) []wire.Text {
	lo, err1 := strconv.ParseInt(from, 10, 64)
	hi, err2 := strconv.ParseInt(to, 10, 64)
	const literal = `as text the range is written with \x2e for a dot`
	switch {
	case err1 != nil || err2 != nil:
		r.bad(e, fmt.Sprintf("%s..%s: got more than 18 digits", from, to), literal)
		return nil
	case strconv.FormatInt(lo, 10) != from || strconv.FormatInt(hi, 10) != to:
		r.bad(e, fmt.Sprintf("%s..%s: a number that counts has no leading zero", from, to), literal)
		return nil
	case lo > hi:
		r.bad(e, fmt.Sprintf("%s..%s counts down", from, to), fmt.Sprintf("write %s..%s", to, from))
		return nil
	case hi-lo >= MaxPlays:
		r.bad(e, fmt.Sprintf("%s..%s are more than %d values", from, to, MaxPlays), "")
		return nil
	}
	var values []wire.Text
	for n := lo; n <= hi; n++ {
		values = append(values, literalText(strconv.FormatInt(n, 10)))
	}
	return values
}

// bytes counts from one byte to the other.
func (r *reader) bytes(e entry, from, to string) []wire.Text {
	lo, _ := strconv.ParseUint(from, 16, 8) // two hexadecimal digits: always fine
	hi, _ := strconv.ParseUint(to, 16, 8)
	if lo > hi {
		r.bad(e, fmt.Sprintf(`\x%s..\x%s counts down`, from, to), fmt.Sprintf(`write \x%s..\x%s`, to, from))
		return nil
	}
	var values []wire.Text
	for b := lo; b <= hi; b++ {
		values = append(values, literalText(string([]byte{byte(b)})))
	}
	return values
}

func literalText(s string) wire.Text {
	return wire.Text{Parts: []wire.Part{{Kind: wire.Literal, Bytes: []byte(s)}}}
}

// maskIn gives the first mask among the parts, nil where there is none.
func maskIn(parts []wire.Part) *wire.Part {
	for i := range parts {
		if parts[i].Kind.IsMask() {
			return &parts[i]
		}
		if m := maskIn(parts[i].Body); m != nil {
			return m
		}
	}
	return nil
}
