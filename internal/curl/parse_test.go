package curl

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
)

// files are those that "@name" may stand for in tests.
func files(name string) ([]byte, error) {
	switch name {
	case "data.txt":
		return []byte("a\r\nb\x00\xff\n"), nil
	case "fields.txt":
		return []byte("X-A: 1\r\n\r\nX-B: 2\n"), nil
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

const usual = "User-Agent: curl/7.88.1\r\nAccept: */*\r\n"

func TestParse(t *testing.T) {
	for _, c := range []struct{ in, url, want string }{
		{"curl localhost:8888", "http://localhost:8888", "GET / HTTP/1.1\r\nHost: localhost:8888\r\n" + usual + "\r\n"},
		{"$ curl -sSL \\\n  'http://x/a?b=1&c=2#frag' \\\n  | jq .", "http://x", "GET /a?b=1&c=2 HTTP/1.1\r\nHost: x\r\n" + usual + "\r\n"},
		{"curl -sXPOST -d a=1 -d @data.txt --data-raw @x http://x:80/", "http://x:80", "POST / HTTP/1.1\r\nHost: x\r\n" + usual + "Content-Length: 10\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\na=1&ab\xff&@x"},
		{"curl --data-binary @data.txt http://x", "http://x", "POST / HTTP/1.1\r\nHost: x\r\n" + usual + "Content-Length: 7\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\na\r\nb\x00\xff\n"},
		{"curl --json '{\"a\":' --json '1}' http://x", "http://x", "POST / HTTP/1.1\r\nHost: x\r\nUser-Agent: curl/7.88.1\r\nContent-Type: application/json\r\nAccept: application/json\r\nContent-Length: 7\r\n\r\n{\"a\":1}"},
		{"curl -I -0 http://x -H Accept: -A me", "http://x", "HEAD / HTTP/1.0\r\nHost: x\r\nUser-Agent: me\r\n\r\n"},
		{"curl -G -d q=1 --data-urlencode 'n=a b&ü' http://x/?z", "http://x", "GET /?z&q=1&n=a+b%26%c3%bc HTTP/1.1\r\nHost: x\r\n" + usual + "\r\n"},
		{"curl -u me:pw -b a=1 -b b=2 -e from --compressed -r 0-5 -H @fields.txt http://x", "http://x", "GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Basic bWU6cHc=\r\nRange: bytes=0-5\r\n" + usual + "Accept-Encoding: deflate, gzip, br, zstd\r\nReferer: from\r\nCookie: a=1;b=2\r\nX-A: 1\r\nX-B: 2\r\n\r\n"},
		{"curl $'http://x/\\x41' -H $'X: it\\'s' -H 'Empty;' -H 'Gone:' -H 'None'", "http://x", "GET /A HTTP/1.1\r\nHost: x\r\n" + usual + "X: it's\r\nEmpty:\r\n\r\n"},
		{"curl -H 'Host: other' -H 'host: more' --url http://x/a/../ü/./b", "http://x", "GET /%c3%bc/b HTTP/1.1\r\nHost: other\r\n" + usual + "\r\n"},
		{"curl --path-as-is -g 'https://me:p%40w@x:443/a/../[1-3]'", "https://x:443", "GET /a/../[1-3] HTTP/1.1\r\nHost: x\r\nAuthorization: Basic bWU6cEB3\r\n" + usual + "\r\n"},
		{"curl -H 'Transfer-Encoding: chunked' -d hello http://x", "http://x", "POST / HTTP/1.1\r\nHost: x\r\n" + usual + "Transfer-Encoding: chunked\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n5\r\nhello\r\n0\r\n\r\n"},
		{"curl -H Content-Type: -H Content-Length: --data-raw 'a\nb' http://x", "http://x", "POST / HTTP/1.1\r\nHost: x\r\n" + usual + "\r\na\nb"},
		{"curl --request-target '*' -X OPTIONS [::1]:8888", "http://[::1]:8888", "OPTIONS * HTTP/1.1\r\nHost: [::1]:8888\r\n" + usual + "\r\n"},
		{"  /usr/bin/curl x 2>/dev/null # it's", "http://x", "GET / HTTP/1.1\r\nHost: x\r\n" + usual + "\r\n"},
		{"curl x -H \"A: 'b' \\\"(c)\\\"\" && { { {", "http://x", "GET / HTTP/1.1\r\nHost: x\r\n" + usual + "A: 'b' \"(c)\"\r\n\r\n"},
		{"curl x\\?a\\=1\\&b -H A:\\ \\'b\\\\ -H \"B: \\\nc\\d\\$\" -H $'C: 100%d\\t'", "http://x", "GET /?a=1&b HTTP/1.1\r\nHost: x\r\n" + usual + "A: 'b\\\r\nB: c\\d$\r\nC: 100%d\t\r\n\r\n"},
		{"curl --http2 --no-buffer --no-compressed --head x", "http://x", "HEAD / HTTP/1.1\r\nHost: x\r\n" + usual + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n"},
		{"curl --http2 https://x", "https://x", "GET / HTTP/1.1\r\nHost: x\r\n" + usual + "\r\n"},
		{"curl -0 x/1 http://x -A me --next x:80/2 -: --url x/3 -H Accept:", "http://x", "GET /1 HTTP/1.0\r\nHost: x\r\nUser-Agent: me\r\nAccept: */*\r\n\r\nGET / HTTP/1.0\r\nHost: x\r\nUser-Agent: me\r\nAccept: */*\r\n\r\n" +
			"GET /2 HTTP/1.1\r\nHost: x\r\n" + usual + "\r\nGET /3 HTTP/1.1\r\nHost: x\r\nUser-Agent: curl/7.88.1\r\n\r\n"},
		{"$ printf '\\000%%\\r\\n'\\''\\\\' | curl --data-binary @- x", "http://x", "POST / HTTP/1.1\r\nHost: x\r\n" + usual + "Content-Length: 6\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n\x00%\r\n'\\"},
		{"curl -T data.txt http://x/a/", "http://x", "PUT /a/data.txt HTTP/1.1\r\nHost: x\r\n" + usual + "Content-Length: 7\r\nExpect: 100-continue\r\n\r\na\r\nb\x00\xff\n"},
		{"curl -z '2 Jan 2024 03:04:05 +0100' -C 5 --proto =http --ignore-content-length -jZ x", "http://x", "GET / HTTP/1.1\r\nHost: x\r\nRange: bytes=5-\r\n" + usual + "If-Modified-Since: Tue, 02 Jan 2024 02:04:05 GMT\r\n\r\n"},
		{`curl 'x/?a\[\]=1&b[]=\{ü'`, "http://x", "GET /?a[]=1&b[]={ü HTTP/1.1\r\nHost: x\r\n" + usual + "\r\n"},
		{"curl -0A a 'x/{b,c}[09-10]'", "http://x", "GET /b09 HTTP/1.0\r\nHost: x\r\nUser-Agent: a\r\nAccept: */*\r\n\r\nGET /b10 HTTP/1.0\r\nHost: x\r\nUser-Agent: a\r\nAccept: */*\r\n\r\n" +
			"GET /c09 HTTP/1.0\r\nHost: x\r\nUser-Agent: a\r\nAccept: */*\r\n\r\nGET /c10 HTTP/1.0\r\nHost: x\r\nUser-Agent: a\r\nAccept: */*\r\n\r\n"},
		{"curl -G --data-urlencode a@b=c 'x?d&'", "http://x", "GET /?d&a@b=c HTTP/1.1\r\nHost: x\r\n" + usual + "\r\n"},
		{"curl -F 'a=b;type=text/x' -F f=@data.txt --form-string s=@x x", "http://x", "POST / HTTP/1.1\r\nHost: x\r\n" + usual + "Content-Length: 395\r\nContent-Type: multipart/form-data; boundary=" + boundary + "\r\n\r\n" +
			"--" + boundary + "\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: text/x\r\n\r\nb\r\n" +
			"--" + boundary + "\r\nContent-Disposition: form-data; name=\"f\"; filename=\"data.txt\"\r\nContent-Type: text/plain\r\n\r\na\r\nb\x00\xff\n\r\n" +
			"--" + boundary + "\r\nContent-Disposition: form-data; name=\"s\"\r\n\r\n@x\r\n--" + boundary + "--\r\n"},
	} {
		got, err := Parse(c.in, files)
		if err != nil {
			t.Errorf("%s: %v", c.in, err)
			continue
		}
		if got.URL != c.url || string(got.Bytes()) != c.want {
			t.Errorf("%s:\ngot  %s %q\nwant %s %q", c.in, got.URL, got.Bytes(), c.url, c.want)
		}
	}
}

func TestParseError(t *testing.T) {
	for _, c := range []struct{ in, msg, hint string }{
		{"", "no command", "curl http"},
		{"wget x", `"wget" is not curl`, ""},
		{"curl", "no URL", ""},
		{"curl 'http://x", "line 1, column 6", "quote"},
		{"curl x; curl y", "more than one command", ""},
		{"curl x\n-H a:b", "more than one command", "backslash"},
		{"curl http://x/?a=1&b=2", "the & ends the command", "quotes"},
		{"curl $HOST/x", "$HOST: a variable", "its value"},
		{"curl -H \"Date: $(date)\" x", "output of a command", ""},
		{"curl \"${HOST}\" x", "${HOST}: a variable", "its value"},
		{"curl x `" + strings.Repeat("`", 9), "output of a command", ""},
		{"curl " + strings.Repeat("(", 1<<20), "a parenthesis", ""},
		{"curl x " + strings.Repeat("$((", 1<<20), "output of a command", ""},
		{"curl x\n" + strings.Repeat("if ", 1<<20), "more than one command", ""},
		{"curl x # it's\n" + strings.Repeat("((", 1<<20), "more than one command", ""},
		{strings.Repeat("{ ", 1<<20), `"{" is not curl`, ""},
		{"curl -d @missing x", "missing", "in this folder"},
		{"curl -d @- x", "standard input", "--data-binary @FILE"},
		{"curl --frobnicate x", "--frobnicate: an option of curl that is not known", "take it out"},
		{"curl --reqest GET x", "--reqest", "did you mean --request?"},
		{"curl --request=GET x", "--request=GET", "--request GET"},
		{"curl -H", "-H: its value is missing", ""},
		{"curl -x proxy x", "-x: this can't be sent", "as the address"},
		{"curl x y", "not of one server: http://x and http://y", "is a quote missing?"},
		{"curl x --next -k", "no URL", ""},
		{"curl x --unix-socket a --next x --unix-socket b", "not of one server", ""},
		{"printf '%s' | curl -d @- x", "printf: \"%s\" is not read here", "octal"},
		{"printf a | curl -d @- x", "\"printf\" is not curl", ""},
		{"printf 'a' | curl -d @- -d @- x", "standard input", ""},
		{"curl ftp://x", "ftp://: only http", ""},
		{"curl http://", "without a host", ""},
		{"curl 'http://x/a b'", "blank", "%20"},
		{"curl 'http://x/[1-101]'", "no range", "-g"},
		{"curl 'http://x/[a-z][a-z]'", "more than 100", "-g"},
		{"curl 'x/" + strings.Repeat("\\[", 1<<20) + "]'", "closes nothing", "-g"},
		{"curl 'x/{" + strings.Repeat("a,", 1<<20) + "}'", "more than 100", "-g"},
		{"curl 'http://{a,b}/'", "not of one server", ""},
		{"curl 'http://x/{a,[1-2]}'", "no set", "-g"},
		{"curl 'http://x/a[1]'", "no range", "-g"},
		{"curl 'http://x/a[1'", "without a ]", "-g"},
		{"curl 'http://x/a}'", "closes nothing", "-g"},
		{"curl 'http://x/a{}'", "no set in {}", "-g"},
		{"curl -G -d 'a b' x", "blank", "--data-urlencode"},
		{"curl -F 'a=b;type=c' x", "none to curl", "type=text/plain"},
		{"curl -F 'a=(;type=multipart/x' x", "groups of parts", "--form-string"},
		{"curl -F 'a=b;headers=@f' x", "not read from a file", "headers="},
		{"curl -u me x", "password", "USER:PASSWORD"},
		{"curl -b jar.txt x", "file of cookies", ""},
		{"curl -I -d x y", "only one of -I", ""},
		{"curl -F a x", "no =", ""},
		{"curl -d {\"a\":1,\"b\":2} x", "several words", "single quotes"},
		{"curl -T - x", "standard input", "FILE"},
		{"curl -T '{a,b}' x", "several requests", "one URL for each"},
		{"curl -T data.txt -d a x", "only one of", ""},
		{"curl -T data.txt -T data.txt x", "-T for 2 files, but 1 URLs", "a URL for each"},
		{"curl -z yesterday x", "a date as", "If-Modified-Since"},
		{"curl -C x x", "no number", "BYTES"},
		{"curl --tr-encoding -H 'Connection: x' x", "beside -H Connection", "TE: gzip"},
		{"curl -d @- x < data.txt", "standard input", "--data-binary @FILE"},
		{"curl -d a -r 1-2 x", "-r beside content", "Range"},
		{"curl ^\"http://x^\"", "cmd", "bash"},
	} {
		_, err := Parse(c.in, files)
		e, ok := errors.AsType[*Error](err)
		if !ok {
			t.Errorf("%s: got %v, want an *Error", c.in, err)
			continue
		}
		if !strings.Contains(e.Msg, c.msg) || !strings.Contains(e.Hint, c.hint) {
			t.Errorf("%s: got %q with the hint %q, want %q and %q", c.in, e.Msg, e.Hint, c.msg, c.hint)
		}
	}
}

func TestRemarks(t *testing.T) {
	c, err := Parse("curl -L -o ~/f -kA x --cacert ca.pem --unix-socket /s x | cat > y", nil)
	if err != nil {
		t.Fatal(err)
	}
	if d, err := Parse("curl -d @data.txt x", files); err != nil {
		t.Error(err)
	} else {
		c.Remarks = append(c.Remarks, d.Remarks...)
	}
	got := strings.Join(c.Remarks, "\n")
	for _, want := range []string{"-L is passed over", "-o is passed over", "what follows | is left out", "~/f: ~ stays", "drops what follows a NUL"} {
		if !strings.Contains(got, want) {
			t.Errorf("got %q, want %q in it", got, want)
		}
	}
	if !c.Insecure || c.CACert != "ca.pem" || c.Socket != "/s" {
		t.Errorf("got %+v, want insecure, ca.pem and /s", c)
	}
}

// FuzzParse: whatever is pasted, it is a request that ends its head, or an *Error.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"curl x", "curl -d @data.txt $'\\x00' -F a=@data.txt", "curl -H 'A;' -H ':' -sX", "$ curl \\\n--json '{' `x`", "curl -HHost: //?", "curl -T data.txt -z '-1 Jan 2024' -C1 --tr-encoding ~{a{b,{1..3},}}", "curl ${x} <(y) $((1))", "curl 'x/{a,b\\,}[1-3:2][a-c]' --next x/[]", "printf '\\0%%' | curl -d@- x -: x", `curl -F 'a=@data.txt;type=a/b;c=d,"data.txt"x' -F 'b="\\' x/\[[]`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		c, err := Parse(in, files)
		if err != nil {
			if e, ok := errors.AsType[*Error](err); !ok || e.Msg == "" {
				t.Fatalf("got %#v, want an *Error", err)
			}
			return
		}
		if !strings.Contains(string(c.Bytes()), "\r\n\r\n") || !strings.HasPrefix(c.URL, "http") {
			t.Fatalf("got %q to %q", c.Bytes(), c.URL)
		}
	})
}

func TestOptionsSorted(t *testing.T) {
	table := options()
	for i := 1; i < len(table); i++ {
		if table[i-1].long >= table[i].long {
			t.Errorf("--%s stands behind --%s", table[i].long, table[i-1].long)
		}
	}
	for _, o := range table {
		n := 0
		for _, is := range []bool{o.set != nil, o.silent, o.remark != "", o.refuse != ""} {
			if is {
				n++
			}
		}
		if n != 1 {
			t.Errorf("--%s: got %d ways to treat it, want one", o.long, n)
		}
	}
}
