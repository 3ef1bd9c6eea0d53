package curl

import (
	"fmt"
	"slices"
	"strings"
)

// option is one of curl's options.
type option struct {
	long   string
	short  byte // 0 for none
	takes  bool // a value
	set    func(p *parsed, value string) error
	silent bool   // it changes nothing about what is sent, and nobody would think so
	remark string // it is passed over, and this is said
	refuse string // it can't be done, and this is to be done instead
}

// parsed is what the options come to.
type parsed struct {
	urls                   []string
	method, agent, referer string
	agentGiven             bool
	user, bearer           string
	cookies, headers       []string
	data                   []byte
	hasData, json          bool
	form                   []string
	head, get, compressed  bool
	version                string
	rng, target, query     string
	uploads                []string // of -T, one for each URL in their order
	upload                 string   // of them, for the URL in hand
	since                  string   // a field line of -z
	from                   string   // of -C
	te, http2              bool     // --tr-encoding, --http2
	next                   bool     // --next was there: what follows is for other URLs
	printed                []byte   // what stands on standard input, nil for nothing
	insecure               bool
	cacert, socket         string
	pathAsIs, globoff      bool
	remarks                []string
	readFile               func(string) ([]byte, error)
}

func (p *parsed) remark(s string) {
	if !slices.Contains(p.remarks, s) {
		p.remarks = append(p.remarks, s)
	}
}

func flag(f func(p *parsed)) func(*parsed, string) error {
	return func(p *parsed, _ string) error { f(p); return nil }
}

func value(f func(p *parsed, v string)) func(*parsed, string) error {
	return func(p *parsed, v string) error { f(p, v); return nil }
}

// telling are the options that change what is sent, or whose change is told.
func telling() []option {
	return []option{
		{long: "anyauth", refuse: "the bytes would depend on the server's answer; --basic and -u send the password at once"},
		{long: "aws-sigv4", takes: true, refuse: "write the fields that sign it with -H"},
		{long: "basic", silent: true},
		{long: "cacert", takes: true, set: value(func(p *parsed, v string) { p.cacert = v })},
		{long: "cert", short: 'E', takes: true, refuse: "certificates of clients are not there"},
		{long: "compressed", set: flag(func(p *parsed) { p.compressed = true })},
		{long: "config", short: 'K', takes: true, refuse: "write its options into the command"},
		{long: "connect-timeout", takes: true, remark: "--connect-timeout is passed over; --timeout of httpkit send is the like of it"},
		{long: "connect-to", takes: true, remark: "--connect-to is passed over; give the address before the command: httpkit send ADDR --from-curl ..."},
		{long: "continue-at", short: 'C', takes: true, set: setContinue},
		{long: "cookie", short: 'b', takes: true, set: setCookie},
		{long: "cookie-jar", short: 'c', takes: true, remark: "-c is passed over: no cookie is kept"},
		{long: "create-dirs", silent: true},
		{long: "data", short: 'd', takes: true, set: func(p *parsed, v string) error { return p.addData(v, true, true) }},
		{long: "data-ascii", takes: true, set: func(p *parsed, v string) error { return p.addData(v, true, true) }},
		{long: "data-binary", takes: true, set: func(p *parsed, v string) error { return p.addData(v, true, false) }},
		{long: "data-raw", takes: true, set: func(p *parsed, v string) error { return p.addData(v, false, false) }},
		{long: "data-urlencode", takes: true, set: setEncoded},
		{long: "digest", refuse: "the bytes would depend on the server's answer; --basic and -u send the password at once"},
		{long: "disable", short: 'q', silent: true},
		{long: "dump-header", short: 'D', takes: true, remark: "-D is passed over: the head is shown anyway"},
		{long: "etag-compare", takes: true, refuse: "write the field: -H 'If-None-Match: ...'"},
		{long: "fail", short: 'f', silent: true},
		{long: "fail-with-body", silent: true},
		{long: "form", short: 'F', takes: true, set: value(func(p *parsed, v string) { p.form = append(p.form, v) })},
		{long: "form-string", takes: true, set: value(func(p *parsed, v string) { p.form = append(p.form, "\x00"+v) })},
		{long: "get", short: 'G', set: flag(func(p *parsed) { p.get = true })},
		{long: "globoff", short: 'g', set: flag(func(p *parsed) { p.globoff = true })},
		{long: "head", short: 'I', set: flag(func(p *parsed) { p.head = true })},
		{long: "header", short: 'H', takes: true, set: setHeader},
		{long: "http0.9", silent: true},
		{long: "http1.0", short: '0', set: flag(func(p *parsed) { p.version = "1.0" })},
		{long: "http1.1", set: flag(func(p *parsed) { p.version = "1.1" })},
		{long: "http2", set: func(p *parsed, _ string) error { p.http2 = true; return newer(p, "") }},
		{long: "http2-prior-knowledge", set: newer}, {long: "http3", set: newer},
		{long: "include", short: 'i', silent: true},
		{long: "insecure", short: 'k', set: flag(func(p *parsed) { p.insecure = true })},
		{long: "ipv4", short: '4', remark: "-4 is passed over; give the address before the command: httpkit send 127.0.0.1:8888 --from-curl ..."},
		{long: "ipv6", short: '6', remark: "-6 is passed over; give the address before the command: httpkit send [::1]:8888 --from-curl ..."},
		{long: "json", takes: true, set: setJSON},
		{long: "keepalive-time", takes: true, silent: true},
		{long: "limit-rate", takes: true, remark: "--limit-rate is passed over; the event \"* drip N TIME\" sends slowly"},
		{long: "location", short: 'L', remark: "-L is passed over: no redirection is followed, it is shown"},
		{long: "location-trusted", remark: "--location-trusted is passed over: no redirection is followed, it is shown"},
		{long: "max-redirs", takes: true, silent: true},
		{long: "max-time", short: 'm', takes: true, remark: "-m is passed over; --timeout of httpkit send is the like of it"},
		{long: "negotiate", refuse: "the bytes would depend on the server's answer"},
		{long: "netrc", short: 'n', refuse: "write -u USER:PASSWORD"},
		{long: "next", short: ':', set: flag(func(p *parsed) { p.next = true })},
		{long: "no-buffer", short: 'N', silent: true},
		{long: "no-progress-meter", silent: true},
		{long: "noproxy", takes: true, silent: true},
		{long: "ntlm", refuse: "the bytes would depend on the server's answer"},
		{long: "oauth2-bearer", takes: true, set: value(func(p *parsed, v string) { p.bearer = v })},
		{long: "output", short: 'o', takes: true, remark: "-o is passed over; --raw of httpkit send writes the bytes that came to standard output"},
		{long: "path-as-is", set: flag(func(p *parsed) { p.pathAsIs = true })},
		{long: "progress-bar", short: '#', silent: true},
		{long: "proxy", short: 'x', takes: true, refuse: proxyHint},
		{long: "proxytunnel", short: 'p', refuse: proxyHint},
		{long: "range", short: 'r', takes: true, set: value(func(p *parsed, v string) { p.rng = v })},
		{long: "raw", silent: true},
		{long: "referer", short: 'e', takes: true, set: value(func(p *parsed, v string) { p.referer, _, _ = strings.Cut(v, ";auto") })},
		{long: "remote-name", short: 'O', remark: "-O is passed over; --raw of httpkit send writes the bytes that came to standard output"},
		{long: "request", short: 'X', takes: true, set: value(func(p *parsed, v string) { p.method = v })},
		{long: "request-target", takes: true, set: value(func(p *parsed, v string) { p.target = v })},
		{long: "resolve", takes: true, remark: "--resolve is passed over; give the address before the command: httpkit send ADDR --from-curl ..."},
		{long: "retry", takes: true, remark: "--retry is passed over; --repeat of httpkit send sends it again and again"},
		{long: "show-error", short: 'S', silent: true},
		{long: "silent", short: 's', silent: true},
		{long: "time-cond", short: 'z', takes: true, set: setTimeCond},
		{long: "socks4", takes: true, refuse: proxyHint}, {long: "socks4a", takes: true, refuse: proxyHint},
		{long: "socks5", takes: true, refuse: proxyHint}, {long: "socks5-hostname", takes: true, refuse: proxyHint},
		{long: "tlsv1.2", silent: true}, {long: "tlsv1.3", silent: true},
		{long: "tr-encoding", set: flag(func(p *parsed) { p.te = true })},
		{long: "trace-ascii", takes: true, silent: true},
		{long: "unix-socket", takes: true, set: value(func(p *parsed, v string) { p.socket = v })},
		{long: "upload-file", short: 'T', takes: true, set: setUpload},
		{long: "url", takes: true, set: value(func(p *parsed, v string) { p.urls = append(p.urls, v) })},
		{long: "url-query", takes: true, set: setQuery},
		{long: "user", short: 'u', takes: true, set: setUser},
		{long: "user-agent", short: 'A', takes: true, set: value(func(p *parsed, v string) { p.agent, p.agentGiven = v, true })},
		{long: "verbose", short: 'v', silent: true},
		{long: "write-out", short: 'w', takes: true, remark: "-w is passed over; --time and --json of httpkit send tell times and more"},
	}
}

func newer(p *parsed, _ string) error {
	p.remark("HTTP/2 and HTTP/3 are not spoken here: it goes out as HTTP/1.1")
	p.version = "1.1"
	return nil
}

const proxyHint = "give the proxy as the address, and the target as it has to stand: httpkit send PROXY 'GET http://... HTTP/1.1\\r\\n' ..."

// read takes the options and their values off the words, up to --next: then there is
// more.
func (p *parsed) read(args []string) (rest []string, more bool, err error) {
	table := options()
	for i := 0; i < len(args); i++ {
		arg := args[i]
		next := func(name string) (string, error) {
			if i++; i < len(args) {
				return args[i], nil
			}
			return "", &Error{name + ": its value is missing", ""}
		}
		switch {
		case arg == "--":
			p.urls = append(p.urls, args[i+1:]...)
			return nil, false, nil
		case strings.HasPrefix(arg, "--"):
			o := longOption(table, arg[2:])
			if o == nil {
				return nil, false, unknown(table, arg)
			}
			v := ""
			if o.takes {
				var err error
				if v, err = next(arg); err != nil {
					return nil, false, err
				}
			}
			if err := p.apply(o, arg, v); err != nil {
				return nil, false, err
			}
		case len(arg) > 1 && arg[0] == '-':
			for j := 1; j < len(arg); j++ {
				name := "-" + arg[j:j+1]
				k := slices.IndexFunc(table, func(o option) bool { return o.short == arg[j] })
				if k < 0 {
					return nil, false, unknown(table, name)
				}
				o, v := &table[k], ""
				if o.takes {
					if v = arg[j+1:]; v == "" {
						var err error
						if v, err = next(name); err != nil {
							return nil, false, err
						}
					}
					j = len(arg)
				}
				if err := p.apply(o, name, v); err != nil {
					return nil, false, err
				}
			}
		default:
			p.urls = append(p.urls, arg)
		}
		if p.next {
			return args[i+1:], true, nil
		}
	}
	return nil, false, nil
}

func (p *parsed) apply(o *option, name, v string) error {
	switch {
	case o.refuse != "":
		return &Error{name + ": this can't be sent from here", o.refuse}
	case o.remark != "":
		p.remark(o.remark)
	case o.set != nil:
		return o.set(p, v)
	}
	return nil
}

// longOption finds an option by its name or, as curl does, by the beginning of it.
func longOption(table []option, name string) *option {
	if rest, ok := strings.CutPrefix(name, "no-"); ok && name != "no-buffer" && name != "no-progress-meter" {
		// What was switched off again needs nothing; of what is silent anyway.
		if k := slices.IndexFunc(table, func(o option) bool { return o.long == rest && !o.takes }); k >= 0 {
			return &option{long: name, silent: true}
		}
	}
	found := -1
	for k, o := range table {
		if o.long == name {
			return &table[k]
		}
		if len(name) > 2 && strings.HasPrefix(o.long, name) {
			if found >= 0 {
				return nil
			}
			found = k
		}
	}
	if found < 0 {
		return nil
	}
	return &table[found]
}

func unknown(table []option, name string) error {
	hint := "take it out of the command, or write what it adds as -H 'Name: value'"
	if strings.Contains(name, "=") {
		hint = "curl takes a value as a word of its own: " + strings.Replace(name, "=", " ", 1)
	} else if bare := strings.TrimLeft(name, "-"); len(bare) > 2 {
		for _, o := range table {
			if strings.Contains(o.long, bare) || strings.HasPrefix(o.long, bare[:3]) {
				hint = fmt.Sprintf("did you mean --%s? Else %s", o.long, hint)
				break
			}
		}
	}
	return &Error{fmt.Sprintf("%s: an option of curl that is not known here", clip(name)), hint}
}
