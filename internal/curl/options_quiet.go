package curl

import (
	"slices"
	"strings"
)

// quiet are options that change nothing about what is sent over a connection that is
// there, and need no remark. A "=" at the end says that a value follows.
const quiet = `
	alpn alt-svc= buffer ca-native capath= cert-status cert-type= ciphers= create-file-mode= crlfile= curves=
	disallow-username-in-url dns-interface= dns-ipv4-addr= dns-ipv6-addr= dns-servers= doh-cert-status doh-insecure
	doh-url= egd-file= engine= etag-save= expect100-timeout= fail-early false-start happy-eyeballs-timeout-ms=
	hsts= ignore-content-length interface= junk-session-cookies keepalive key= key-type= libcurl= local-port= max-filesize=
	npn output-dir= parallel parallel-immediate parallel-max= pass= pinnedpubkey= post301 post302 post303 progress-meter
	proto= proto-redir= random-file= rate= remote-header-name remote-name-all remote-time remove-on-error retry-all-errors
	retry-connrefused retry-delay= retry-max-time= sessionid speed-limit= speed-time= ssl ssl-allow-beast
	ssl-auto-client-cert ssl-no-revoke ssl-reqd ssl-revoke-best-effort sslv2 sslv3 stderr= styled-output
	suppress-connect-headers tcp-fastopen tcp-nodelay tls-max= tls13-ciphers= tlsv1 tlsv1.0 tlsv1.1 trace= trace-time`

// quietShort are the letters of some.
var quietShort = map[string]byte{
	"junk-session-cookies": 'j', "parallel": 'Z', "remote-header-name": 'J', "remote-time": 'R',
	"speed-limit": 'Y', "speed-time": 'y', "sslv2": '2', "sslv3": '3', "tlsv1": '1',
}

// options are those that are known, sorted by their long names.
func options() []option {
	all := telling()
	for name := range strings.FieldsSeq(quiet) {
		long, takes := strings.CutSuffix(name, "=")
		all = append(all, option{long: long, short: quietShort[long], takes: takes, silent: true})
	}
	slices.SortFunc(all, func(a, b option) int { return strings.Compare(a.long, b.long) })
	return all
}
