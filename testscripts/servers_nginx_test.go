//go:build linux

package testscripts_test

import (
	"fmt"
	"testing"

	"httpkit/client"
)

// startNginx serves the files itself; for /echo and /fields it passes requests on
// to net/http, so that its reading of messages with content is seen, too.
func startNginx(t *testing.T, h home) client.Address {
	origin := behind(t, goHandler(h.docroot))
	return launch(t, h, func(port string) []string {
		config := fmt.Sprintf(`daemon off;
worker_processes 2;
pid %[1]s/nginx.pid;
error_log %[1]s/server.log warn;
events { worker_connections 4096; }
http {
    access_log off;
    client_body_temp_path %[1]s/body;
    proxy_temp_path %[1]s/proxy;
    fastcgi_temp_path %[1]s/fastcgi;
    uwsgi_temp_path %[1]s/uwsgi;
    scgi_temp_path %[1]s/scgi;
    types {
        text/html html;
        text/plain txt;
        image/jpeg jpg;
        image/png png;
        application/json json;
        application/octet-stream bin;
    }
    gzip on;
    gzip_types application/json;
    gzip_min_length 1;
    gzip_vary on;
    client_max_body_size 64m;
    server {
        listen 127.0.0.1:%[2]s;
        root %[1]s/docroot;
        location ~ ^/(echo|fields)$ {
            proxy_pass http://%[3]s;
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
            proxy_set_header Connection "";
        }
    }
}
`, h.dir, port, origin)
		return []string{"-p", h.dir, "-e", h.log, "-c", h.setting(t, "nginx.conf", config)}
	})
}
