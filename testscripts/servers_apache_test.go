//go:build linux

package testscripts_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"httpkit/client"
)

// apacheModules is where Debian has them.
const apacheModules = "/usr/lib/apache2/modules"

// startApache serves the files itself, and passes /echo and /fields on to net/http.
func startApache(t *testing.T, h home) client.Address {
	var load strings.Builder
	for _, m := range []string{"mpm_event", "authz_core", "dir", "mime", "filter", "deflate", "proxy", "proxy_http", "reqtimeout"} {
		file := filepath.Join(apacheModules, "mod_"+m+".so")
		if _, err := os.Stat(file); err != nil {
			t.Skipf("apache2 is set up in another way: %v", err)
		}
		fmt.Fprintf(&load, "LoadModule %s_module %s\n", m, file)
	}
	user := ""
	if os.Getuid() == 0 {
		user = "User www-data\nGroup www-data\n"
	}
	origin := behind(t, goHandler(h.docroot))
	return launch(t, h, func(port string) []string {
		config := fmt.Sprintf(`ServerRoot %[1]s
ServerName localhost
DefaultRuntimeDir %[1]s
PidFile %[1]s/apache.pid
ErrorLog %[1]s/server.log
Listen 127.0.0.1:%[2]s
%[4]s%[5]sStartServers 2
MaxSpareThreads 400
TypesConfig /dev/null
AddType text/html .html
AddType text/plain .txt
AddType image/jpeg .jpg
AddType image/png .png
AddType application/json .json
AddType application/octet-stream .bin
AddOutputFilterByType DEFLATE application/json
DocumentRoot %[1]s/docroot
DirectoryIndex index.html
<Directory %[1]s/docroot>
    Require all granted
</Directory>
ProxyPreserveHost On
ProxyPass /echo http://%[3]s/echo
ProxyPass /fields http://%[3]s/fields
`, h.dir, port, origin, load.String(), user)
		return []string{"-DFOREGROUND", "-f", h.setting(t, "apache.conf", config)}
	})
}
