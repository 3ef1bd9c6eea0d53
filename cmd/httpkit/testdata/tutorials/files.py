# Sends files. It believes every word of the request, so never let anybody else
# reach it: ".." in a path leads out of the folder.
# usage: python3 files.py PORT DOCROOT
import os
import socket
import sys

docroot = os.fsencode(sys.argv[2])

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", int(sys.argv[1])))
server.listen(1)
print("listening on", server.getsockname()[1], flush=True)

while True:
    client, address = server.accept()
    request = client.recv(1024)
    first_line = request.split(b"\n")[0]
    method, uri, version = first_line.split()
    path = docroot + uri
    if os.path.exists(path):
        content = open(path, "rb").read()
        client.sendall(b"HTTP/1.1 200 OK\nContent-Length: %d\n\n" % len(content))
        client.sendall(content)
    else:
        client.sendall(b"HTTP/1.1 404 Not Found\n")
    client.close()
