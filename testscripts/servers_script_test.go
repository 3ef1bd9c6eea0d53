//go:build linux

package testscripts_test

import (
	"fmt"
	"testing"

	"httpkit/client"
)

// startPython is the server that Python brings along: files only.
func startPython(t *testing.T, h home) client.Address {
	return launch(t, h, func(port string) []string {
		return []string{"-m", "http.server", "--protocol", "HTTP/1.1", "--bind", "127.0.0.1", "--directory", h.docroot, port}
	})
}

// startNode is Node's http module with the least around it: files, /echo, /fields.
func startNode(t *testing.T, h home) client.Address {
	return launch(t, h, func(port string) []string {
		return []string{h.setting(t, "server.js", nodeServer), h.docroot, port}
	})
}

const nodeServer = `'use strict';
const http = require('http');
const fs = require('fs');
const path = require('path');
const [root, port] = process.argv.slice(2);
const types = { '.html': 'text/html', '.txt': 'text/plain', '.jpg': 'image/jpeg', '.png': 'image/png',
  '.json': 'application/json', '.bin': 'application/octet-stream' };

function say(res, status, text, fields) {
  res.writeHead(status, { 'Content-Type': 'text/plain', 'Content-Length': Buffer.byteLength(text), ...fields });
  res.end(text);
}

function fields(req, res) {
  let text = '';
  for (let i = 0; i < req.rawHeaders.length; i += 2) {
    text += req.rawHeaders[i] + ': ' + req.rawHeaders[i + 1] + '\n';
  }
  const bytes = Buffer.from(text, 'latin1');
  req.on('end', () => {
    res.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': bytes.length });
    res.end(bytes);
  });
  req.resume();
}

function echo(req, res) {
  const parts = [];
  req.on('data', (part) => parts.push(part));
  req.on('end', () => {
    const content = Buffer.concat(parts);
    const head = { 'Content-Type': 'application/octet-stream' };
    if (!('transfer-encoding' in req.headers)) head['Content-Length'] = content.length;
    res.writeHead(200, head);
    res.end(content);
  });
}

function file(req, res, name) {
  let full = path.join(root, path.posix.normalize(name));
  fs.stat(full, (err, st) => {
    if (!err && st.isDirectory()) {
      if (!name.endsWith('/')) return say(res, 301, '', { Location: encodeURI(name.replace(/^\/+/, '/')) + '/' });
      full = path.join(full, 'index.html');
      try { st = fs.statSync(full); } catch (e) { err = e; }
    }
    if (err || !st.isFile()) return say(res, 404, 'There is no such file.\n');
    res.writeHead(200, { 'Content-Type': types[path.extname(full)] || 'application/octet-stream', 'Content-Length': st.size });
    if (req.method === 'HEAD') return res.end();
    fs.createReadStream(full).pipe(res);
  });
}

const server = http.createServer((req, res) => {
  let name = req.url.replace(/^https?:\/\/[^\/?]*/i, '').replace(/\?.*$/s, '') || '/';
  try {
    name = decodeURIComponent(name);
  } catch (e) {
    name = '\0';
  }
  if (name[0] !== '/' || name.includes('\0')) return say(res, 400, 'That is no path.\n');
  const allow = name === '/echo' ? ['POST'] : name === '/fields' ? ['GET', 'HEAD', 'POST'] : ['GET', 'HEAD'];
  if (!allow.includes(req.method)) return say(res, 405, 'Not with this method.\n', { Allow: allow.join(', ') });
  if (name === '/echo') return echo(req, res);
  if (name === '/fields') return fields(req, res);
  file(req, res, name);
});
server.listen(Number(port), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
`

// startCaddy serves the files itself, and passes /echo and /fields on to net/http.
func startCaddy(t *testing.T, h home) client.Address {
	origin := behind(t, goHandler(h.docroot))
	return launch(t, h, func(port string) []string {
		return []string{"run", "--adapter", "caddyfile", "--config", h.setting(t, "Caddyfile", fmt.Sprintf(`{
	admin off
	auto_https off
}
:%s {
	bind 127.0.0.1
	root * %s
	encode gzip
	@passed path /echo /fields
	reverse_proxy @passed %s
	file_server
}
`, port, h.docroot, origin))}
	})
}
