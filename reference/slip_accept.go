package reference

import (
	"regexp"
	"slices"
	"strings"
)

var (
	acceptLine = regexp.MustCompile(`(?im)^Accept:(.*)$`)
	notAtAll   = regexp.MustCompile(`(?i);[ \t]*q=0(\.0*)?[ \t]*(;|$)`) // a weight of 0
)

// takes reports whether the Accept of a request lets content of mediaType
// through: of the ranges that it falls under the closest one decides, and
// without Accept everything will do. RFC 9110, section 12.5.1.
func takes(request []byte, mediaType string) bool {
	head := string(request)
	if end := emptyLine.FindStringIndex(head); end != nil {
		head = head[:end[0]]
	}
	var ranges []string
	for _, line := range acceptLine.FindAllStringSubmatch(head, -1) {
		ranges = append(ranges, strings.Split(strings.TrimSpace(line[1]), ",")...)
	}
	if len(ranges) == 0 {
		return true
	}
	kind, _, _ := strings.Cut(mediaType, "/")
	closer := []string{"*/*", kind + "/*", mediaType}
	closest, taken := -1, false
	for _, r := range ranges {
		name, _, _ := strings.Cut(r, ";")
		if i := slices.Index(closer, strings.ToLower(strings.TrimSpace(name))); i > closest {
			closest, taken = i, !notAtAll.MatchString(r)
		}
	}
	return taken
}
