package message

import "strings"

// ByteRange is one range-spec. First is -1 for the last Last bytes; Last is -1
// where the range goes on to the end.
type ByteRange struct{ First, Last int64 }

// Span gives the part of size bytes that the range stands for, and whether
// there is any.
//
// RFC 9110 section 14.1.2.
func (r ByteRange) Span(size int64) (start, length int64, ok bool) {
	if r.First < 0 {
		n := min(r.Last, size)
		return size - n, n, n > 0
	}
	if r.First >= size {
		return 0, 0, false
	}
	last := size - 1
	if r.Last >= 0 && r.Last < last {
		last = r.Last
	}
	return r.First, last - r.First + 1, true
}

// SplitRanges reads the value of a Range field. ok is false where its unit is not
// bytes or any of its ranges is invalid. Numbers too large become the largest
// int64.
//
// RFC 9110 section 14.1.1: ranges-specifier = range-unit "=" range-set; the unit
// is case-insensitive, and one invalid range-spec makes all of it invalid.
func SplitRanges(value string) (ranges []ByteRange, ok bool) {
	unit, set, ok := strings.Cut(value, "=")
	if !ok || !strings.EqualFold(unit, "bytes") {
		return nil, false
	}
	eachMember(set, func(m string) bool {
		var r ByteRange
		if r, ok = parseRange(m); ok {
			ranges = append(ranges, r)
		}
		return ok
	})
	return ranges, ok && len(ranges) > 0
}

func parseRange(s string) (ByteRange, bool) {
	first, last, ok := strings.Cut(s, "-")
	if !ok {
		return ByteRange{}, false
	}
	r := ByteRange{-1, -1}
	if first != "" {
		if r.First, ok = parseLength(first); !ok {
			return r, false
		}
		if last == "" {
			return r, true
		}
	}
	if r.Last, ok = parseLength(last); !ok {
		return r, false
	}
	return r, r.First < 0 || r.Last >= r.First
}
