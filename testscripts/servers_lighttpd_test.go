//go:build linux

package testscripts_test

import (
	"fmt"
	"net"
	"testing"

	"httpkit/client"
)

// startLighttpd serves the files itself, and passes /echo and /fields on to net/http.
func startLighttpd(t *testing.T, h home) client.Address {
	host, originPort, err := net.SplitHostPort(behind(t, goHandler(h.docroot)))
	if err != nil {
		t.Fatal(err)
	}
	return launch(t, h, func(port string) []string {
		config := fmt.Sprintf(`server.document-root = "%[1]s/docroot"
server.bind = "127.0.0.1"
server.port = %[2]s
server.errorlog = "%[1]s/server.log"
server.upload-dirs = ( "%[1]s" )
server.max-connections = 4000
server.max-fds = 8192
server.modules = ( "mod_deflate", "mod_proxy" )
index-file.names = ( "index.html" )
mimetype.assign = (
    ".html" => "text/html",
    ".txt" => "text/plain",
    ".jpg" => "image/jpeg",
    ".png" => "image/png",
    ".json" => "application/json",
    ".bin" => "application/octet-stream"
)
deflate.mimetypes = ( "application/json" )
deflate.allowed-encodings = ( "gzip" )
$HTTP["url"] =~ "^/(echo|fields)$" {
    proxy.server = ( "" => ( ( "host" => "%[3]s", "port" => %[4]s ) ) )
}
`, h.dir, port, host, originPort)
		return []string{"-D", "-f", h.setting(t, "lighttpd.conf", config)}
	})
}
