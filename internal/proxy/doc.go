// Package proxy sits between clients and a server, passes every byte on
// unchanged, with FIN and RST in the order in which they came, and keeps what was
// said on each connection.
//
// Use [Listen] and then [Proxy.Serve]; [Folder.Keep] makes a case of what one
// connection said.
package proxy
