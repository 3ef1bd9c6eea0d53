package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"httpkit/internal/curl"
)

// pasted are commands of curl, URL standing for http:// and the address.
var pasted = []string{
	"curl URL",
	"curl -s \\\n  'URL/a?b=1&c=2#d' \\\n  -H 'X-A: 1' --compressed",
	"curl -d a=1 -d @text.txt --data-urlencode 'n=a b&c' --data-urlencode q@data.txt URL/echo",
	"curl --data-binary @data.txt -H 'Content-Type: text/x' URL",
	"curl --data-raw @x -XPUT -H 'Content-Length: 2' URL",
	`curl --json '{"a": "\n"}' --json ' ' -H 'accept: x' URL`,
	"curl -G -d a=1 -d b=2 URL/?z",
	"curl -I -0 -A me -e from -u me:pw -b 'a=1; b=2' -b c=3 URL/",
	"curl -r 0-5 -H 'Accept:' -H 'Empty;' -H 'Gone:' -H None -H ' fold: x' -H 'X:  two  ' URL",
	"curl -H 'Host: a' -H 'host: b' -H 'User-Agent: x' -A y -H 'Cookie: k=v' -b c=d URL",
	"curl -H Host: -H 'TE: x' -H 'Connection: close' URL",
	"curl -H 'Transfer-Encoding: chunked' -d hello URL",
	"curl -H 'Transfer-Encoding: chunked' -d '' URL",
	"curl -H Content-Type: -H Content-Length: --data-raw $'x\\ny\\'' URL",
	"curl --path-as-is -g 'URL/a/../{b}[1]'",
	"curl 'URL/a/../b/./c/..'",
	"curl 'URL/..;/%2e%2e/\xc3\xbc|\"<>'",
	"curl --request-target 'a b?' -X 'G T' URL/c",
	"curl --oauth2-bearer token -u a:b URL",
	"curl -T data.txt URL/up/?q",
	"curl -T 'my page.html' -H 'X: y' -X POST URL",
	"curl -T data.txt -H Expect: URL/up",
	"curl -0T data.txt URL/up/",
	"curl -T empty -H 'Accept:' URL/up/",
	"curl -T data.txt -H 'Transfer-Encoding: chunked' URL/up/",
	"curl -z 'Tue, 02 Jan 2024 03:04:05 GMT' -b a=b -H 'X: y' URL",
	"curl -z '-2 Jan 2024 03:04:05 +0100' -d a=b URL",
	"curl -z '2 Jan 2024' -H 'If-Modified-Since: x' -C 100 -r 1-2 URL",
	"curl --tr-encoding --compressed -e r -b a=b -H 'X: y' URL",
	"curl --tr-encoding -H 'TE: x' URL",
	"curl --http2 -r 1-2 -e r -b a=b -H 'Connection: close' URL",
	"curl URL/1 -d x URL/2",
	`curl 'URL/{a,b\,c,}[1-2]'`,
	"curl 'URL/[008-010]/[a-e:3]/[1-1]{x}'",
	"curl -T data.txt 'URL/[0-10:5]/'",
	"curl -s URL/1 -A me -d x --next -H 'A: b' URL/2 -: -sT data.txt URL/3/ URL/4",
	`printf 'a%%\\\000'\''\r\n\303' | curl --data-binary @- URL`,
	"curl --ignore-content-length --proto =http --no-keepalive --tcp-nodelay --retry-delay 1 --speed-limit 1 -y 9 -jZR --junk URL",
	"curl --url URL --no-progress-meter -sSLkv --max-time 5 -w '%{http_code}' -o out",
	"curl -d '' URL",
	`curl -H 'X: it'\''s' -H Y:\ "\"z" -H $'Z: \x41%d\'' URL/\?a\&b`,
	"curl --dat x URL", // what --data and others begin with
	"curl --refere from --data-b y URL",
	"curl -F a=b -F 'f=@data.txt;type=a/b' -F 'g=@data.txt;filename=\"x y\"' -F 'h=<data.txt' --form-string 'i=@;' URL",
	`curl -F 'f=@data.txt;filename="q\"x.csv"' -F 'g=@"my page.html"' -F 'a="x;y"' -F 'b="b\\c\"\d"' -F 'c="d' URL`,
	"curl -F 'a=b ; type=text/plain; charset=utf-8 ;filename=x' -F 'b=c;TYPE=x/y' -F 'c=  d ' -F '=e' -F 'd=e;filename=x.png' URL",
	"curl -F 'f=@data.txt;filename=x.PNG' -F 'g=<my page.html' -F 'h=<data.txt' -F 'i=@my page.html,data.txt;type=a/b;filename=x , text.txt' URL",
	"curl -F 'a=b;headers=\"X-A: 1;2\";type=c/d;headers=X-B: 3 ' URL",
	`curl 'URL/x?a\[\]=1&\{b\}\c'`,
	"curl 'URL/x?a[]=1'",
	`curl -g 'URL/x?a\[\]={}[1-2]'`,
	"curl --data-urlencode 'a@b=c' --data-urlencode @data.txt URL",
	"curl --path-as-is 'URL/\xc3\xbc/../x?\xc3\xbc=1'",
	"curl 'URL?\xc3\xbc=1#\xc3\xbc'",
	"curl -G -d a=%C3 --data-urlencode 'q=\xc3\xa4 b' URL/?z=%C3\\&",
	"curl --url-query 'a=b c' --url-query '+x=%2F' --url-query @data.txt -d x URL/x?z",
	"curl --url-query a=b -G -d c=d URL/x",
}

var (
	curlVersion  = regexp.MustCompile(`curl/\d+\.\d+\.\d+`)
	curlBoundary = regexp.MustCompile(`-{24}[0-9A-Za-z]{16,22}`)
)

func curlMasked(b []byte) string {
	return curlBoundary.ReplaceAllString(curlVersion.ReplaceAllString(string(b), "curl/VERSION"), "BOUNDARY")
}

// TestFromCurl runs each command with curl itself and holds what it sends against
// what send --from-curl sends.
func TestFromCurl(t *testing.T) {
	needs(t, "curl", "bash")
	out, err := exec.Command("curl", "--version").Output()
	words := strings.Fields(string(out))
	if err != nil || len(words) < 2 {
		t.Fatalf("curl --version: %q, %v", out, err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "data.txt"), []byte("a\r\nb\x00\xff\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "text.txt"), []byte("a\r\nb\xff\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "empty"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "my page.html"), []byte("<p>"), 0o666); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	r := newRecording(t)
	for _, command := range pasted {
		command = strings.ReplaceAll(command, "URL", "http://"+r.addr)
		c, err := curl.Parse(command, os.ReadFile)
		if err != nil {
			if !strings.Contains(command, "--dat ") {
				t.Errorf("%s: %v", command, err)
			}
			continue
		}
		if strings.Contains(command, "-F ") && !strings.HasPrefix(words[1], "7.") {
			t.Logf("%s: only curl 7 makes a boundary as long as ours", command)
			continue
		}
		theirs := r.hear(len(c.Bytes()) - len(curl.Agent)*strings.Count(string(c.Bytes()), curl.Agent) + len("curl/"+words[1])*strings.Count(string(c.Bytes()), curl.Agent))
		shell(t, dir, command)
		want := <-theirs
		ours := r.hear(len(c.Bytes()))
		if status, _, errOut := sendStdin(command, "--from-curl", "-", "--wait", "0s"); status != 0 {
			t.Errorf("%s: exit status %d\n%s", command, status, errOut)
		}
		if got := <-ours; curlMasked(got) != curlMasked(want) {
			t.Errorf("%s\nwe sent   %q\ncurl sent %q", command, got, want)
		}
	}
}
