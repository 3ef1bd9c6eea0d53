package suite

// Capability is something a target offers beyond answering.
type Capability struct{ Name, Means string }

// capabilities are the words "needs:", [offers:NAME], --offers and --lacks know.
var capabilities = []Capability{
	{"chunked-response", "a chunked POST to the echo path is answered chunked"},
	{"concurrency", "several connections are served at a time"},
	{"docroot", "the kit may write into the served folder"},
	{"echo", "POST to the echo path answers 200 with the request's content"},
	{"etag", "/hello.txt has a strong entity tag"},
	{"fields", "the fields path answers 200 with the field lines it received"},
	{"files", "the kit's document root is served"},
	{"gzip", "/data.json comes gzip-coded for Accept-Encoding: gzip"},
	{"last-modified", "/hello.txt is reported with the fixtures' date"},
	{"persistence", "a connection carries more than one request"},
	{"pipelining", "requests sent at once are answered one after the other"},
	{"ranges", "a range of /hello.txt can be had"},
	{"routes", "a path that does not exist answers with another status than the given one"},
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
