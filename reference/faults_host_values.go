package reference

import (
	"bytes"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	http1 "httpkit/internal/message"
)

// hostValueFaults are ways to misread Host.
var hostValueFaults = []*Fault{
	{Name: "host-blank-500", Sentence: "Fails on a request whose Host is missing or empty.",
		Behaviour: deciding(Change{Step: "host", Do: func(x *Exchange) *Response {
			if h, _ := x.Request.Get("Host"); h == "" {
				return x.problem(500, "The server has met an error.")
			}
			return stepHost(x)
		}})},
	{Name: "host-blanks-left-out", Sentence: "Leaves spaces and tabs out of Host wherever they stand.",
		Behaviour: hosting(func(v string) error { return http1.StrictHost(strings.NewReplacer(" ", "", "\t", "").Replace(v)) })},
	{Name: "host-brackets-unchecked", Sentence: "Takes brackets and colons anywhere in Host.",
		Behaviour: hosting(func(v string) error {
			return http1.StrictHost(strings.NewReplacer("[", "", "]", "", ":", "").Replace(v))
		})},
	{Name: "host-counted-by-spelling", Sentence: "Takes Host and HOST for two fields, and does not look at the second.",
		Behaviour: deciding(Change{Step: "host", Do: func(x *Exchange) *Response {
			return x.hostAmong(func(_ int, f, first http1.Field) bool { return f.Name == first.Name })
		}})},
	{Name: "host-cut-at-blank", Sentence: "Takes Host to end at its first blank.",
		Behaviour: hosting(func(v string) error {
			v, _, _ = strings.Cut(v, " ")
			return http1.StrictHost(v)
		})},
	{Name: "host-dns-names-only", Sentence: "Refuses a Host that is no name by the rules of DNS.",
		Behaviour: hosting(func(v string) error {
			name, _ := http1.SplitAuthority(v)
			if strings.HasSuffix(name, ".") || strings.ContainsAny(name, "_%!$&'()*+,;=~") {
				return no(400, "The Host field is no DNS name.")
			}
			return http1.StrictHost(v)
		})},
	{Name: "host-empty-not-counted", Sentence: "Leaves empty Host lines out when it counts them.",
		Behaviour: deciding(Change{Step: "host", Do: func(x *Exchange) *Response {
			return x.hostAmong(func(_ int, f, _ http1.Field) bool { return f.Value != "" })
		}})},
	{Name: "host-first-field-only", Sentence: "Wants Host to be the first of the fields.",
		Behaviour: deciding(Change{Step: "host", Do: func(x *Exchange) *Response {
			if f := x.Request.Fields; len(f) > 0 && !strings.EqualFold(f[0].Name, "Host") {
				return x.refuse(400, "The first field is not Host.")
			}
			return stepHost(x)
		}})},
	{Name: "host-first-of-list", Sentence: "Takes the first member where Host is a list.",
		Behaviour: hosting(func(v string) error {
			v, _, _ = strings.Cut(v, ",")
			return http1.StrictHost(strings.TrimRight(v, " \t"))
		})},
	{Name: "host-high-bytes-left-out", Sentence: "Leaves out bytes beyond ASCII when it reads Host.",
		Behaviour: hosting(func(v string) error {
			return http1.StrictHost(string(bytes.Map(func(r rune) rune {
				if r >= 0x80 {
					return -1
				}
				return r
			}, []byte(v))))
		})},
	{Name: "host-long-500", Sentence: "Fails on a Host of more than 255 bytes.",
		Behaviour: hosting(func(v string) error {
			if len(v) > 255 {
				return no(500, "The server has met an error.")
			}
			return http1.StrictHost(v)
		})},
	{Name: "host-old-version-refused", Sentence: "Refuses a Host field in an HTTP/1.0 request, since HTTP/1.0 had none.",
		Behaviour: deciding(Change{Step: "host", Do: func(x *Exchange) *Response {
			if x.Request.Minor == 0 && len(x.values("Host")) > 0 {
				return x.refuse(400, "HTTP/1.0 has no Host field.")
			}
			return stepHost(x)
		}})},
	{Name: "host-old-version-unchecked", Sentence: "Does not look at Host in HTTP/1.0 requests.",
		Behaviour: deciding(Change{Step: "host", Do: func(x *Exchange) *Response {
			if x.Request.Minor == 0 {
				return nil
			}
			return stepHost(x)
		}})},
	{Name: "host-parsed-as-url", Sentence: "Takes for Host what a library takes for a URL behind its scheme.",
		Behaviour: hosting(func(v string) error {
			if _, err := url.Parse("http://" + v); err != nil {
				return no(400, "The Host field can't be read.")
			}
			return nil
		})},
	{Name: "host-percent-unchecked", Sentence: "Takes a percent sign in Host for any character.",
		Behaviour: hosting(func(v string) error { return http1.StrictHost(strings.ReplaceAll(v, "%", "x")) })},
	{Name: "host-port-empty-refused", Sentence: "Refuses a Host that ends in a colon.",
		Behaviour: hosting(func(v string) error {
			if strings.HasSuffix(v, ":") {
				return no(400, "The Host field has an empty port.")
			}
			return http1.StrictHost(v)
		})},
	{Name: "host-port-large-500", Sentence: "Fails on a port that does not fit in 16 bits.",
		Behaviour: hosting(func(v string) error {
			if _, port := http1.SplitAuthority(v); port != "" {
				if _, err := strconv.ParseUint(port, 10, 16); err != nil {
					return no(500, "The server has met an error.")
				}
			}
			return http1.StrictHost(v)
		})},
	{Name: "host-port-unchecked", Sentence: "Takes anything for the port in Host.",
		Behaviour: hosting(func(v string) error {
			name, _ := http1.SplitAuthority(v)
			return http1.StrictHost(name)
		})},
	{Name: "host-punctuation-taken", Sentence: "Takes any visible characters for a host name, but for those of a URL.",
		Behaviour: hosting(func(v string) error {
			for _, c := range []byte(v) {
				if c <= ' ' || c >= 0x7f || strings.IndexByte("/@?%", c) >= 0 {
					return http1.StrictHost(v)
				}
			}
			return nil
		})},
	{Name: "host-scheme-taken", Sentence: "Leaves out a scheme in front of the Host value.",
		Behaviour: hosting(func(v string) error { return http1.StrictHost(strings.TrimPrefix(v, "http://")) })},
	{Name: "host-second-near-only", Sentence: "Looks for a second Host among the first 32 fields only.",
		Behaviour: deciding(Change{Step: "host", Do: func(x *Exchange) *Response {
			return x.hostAmong(func(i int, _, _ http1.Field) bool { return i < 32 })
		}})},
	{Name: "host-split-at-first-colon", Sentence: "Takes what follows the first colon in Host for the port.",
		Behaviour: hosting(func(v string) error {
			name, port, _ := strings.Cut(v, ":")
			if strings.Trim(port, "0123456789") != "" {
				return no(400, "The port in the Host field is no number.")
			}
			return http1.StrictHost(name)
		})},
	{Name: "host-unknown-500", Sentence: "Looks the Host up among its own names, and fails where it is none of them.",
		Behaviour: hosting(func(v string) error {
			name, _ := http1.SplitAuthority(v)
			_, err := netip.ParseAddr(strings.Trim(name, "[]"))
			if err != nil && name != "" && name != "localhost" && http1.StrictHost(v) == nil {
				return no(500, "The server has met an error.")
			}
			return http1.StrictHost(v)
		})},
	{Name: "host-usual-spelling-only", Sentence: "Finds Host only where it is written Host, host or HOST.",
		Behaviour: deciding(Change{Step: "host", Do: func(x *Exchange) *Response {
			return x.hostAmong(func(_ int, f, _ http1.Field) bool {
				return f.Name == "Host" || f.Name == "host" || f.Name == "HOST"
			})
		}})},
}

// hosting is a behaviour that reads the value of Host in another way.
func hosting(read func(value string) error) Behaviour { return reading(http1.Dialect{Host: read}) }

// hostAmong is the step host with only those of the Host lines that count; i is
// where the line stands among all fields, first is the first Host line.
func (x *Exchange) hostAmong(counts func(i int, f, first http1.Field) bool) *Response {
	all := x.Request.Fields
	var first http1.Field
	var kept []http1.Field
	for i, f := range all {
		if !strings.EqualFold(f.Name, "Host") {
			continue
		}
		if first.Name == "" {
			first = f
		}
		if counts(i, f, first) {
			kept = append(kept, f)
		}
	}
	x.Request.Fields = kept
	r := stepHost(x)
	x.Request.Fields = all
	return r
}
