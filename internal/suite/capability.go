package suite

// Capability is something a target offers beyond answering.
type Capability struct {
	Name, Means string
	// Contract is what a server has to do to offer it, in full, where Means is not
	// all there is to say; else "".
	Contract string
}

// capabilities are the words "needs:", [offers:NAME], --offers and --lacks know.
var capabilities = []Capability{
	{"chunked-response", "a chunked POST to the echo path is answered chunked",
		`A POST to the echo path whose content comes chunked is answered with Transfer-Encoding: chunked.`},
	{"concurrency", "several connections are served at a time", ""},
	{"docroot", "the kit may write into the served folder",
		`Given, never probed: the user says with --docroot that the kit may write into the folder that the server serves.`},
	{"echo", "POST to the echo path answers 200 with the request's content",
		`POST to /echo (or the path of --echo) reads the whole content, whatever its framing, and only then answers 200 with exactly these bytes as content. An answer that is begun before the content has ended can't be taken back when the rest of it is malformed.`},
	{"etag", "/hello.txt has a strong entity tag", ""},
	{"fields", "the fields path answers 200 with the field lines it received",
		`GET and POST of /fields (or the path of --fields) answer 200 and text/plain with the field lines that were received, "Name: value" and LF each: names in any letter case, values without the blanks around them and otherwise byte for byte, repeated ones in their order.`},
	{"files", "the kit's document root is served",
		`The folder that 'httpkit fixtures DIR' writes is served at /: index.html, hello.txt, test.jpg, test.png, empty.txt, large.bin (1 MiB), data.json, sub/index.html, a name with a space and one with a letter that is not ASCII. All are dated Tue, 02 Jan 2024 03:04:05 GMT, and no byte of them may change.`},
	{"gzip", "/data.json comes gzip-coded for Accept-Encoding: gzip",
		`GET of /data.json with Accept-Encoding: gzip is answered with Content-Encoding: gzip, and without that field plain.`},
	{"last-modified", "/hello.txt is reported with the fixtures' date", ""},
	{"persistence", "a connection carries more than one request", ""},
	{"pipelining", "requests sent at once are answered one after the other", ""},
	{"ranges", "a range of /hello.txt can be had", ""},
	{"routes", "a path that does not exist answers with another status than the given one",
		`/x-smuggled and /x-no-such-url answer with another status than the path that is given with --path. It shows whether bytes that are content were taken for a request.`},
}

// Capabilities gives all capabilities, sorted by name.
func Capabilities() []Capability { return append([]Capability(nil), capabilities...) }

// CapabilityNames gives their names, sorted.
func CapabilityNames() []string {
	var names []string
	for _, c := range capabilities {
		names = append(names, c.Name)
	}
	return names
}
