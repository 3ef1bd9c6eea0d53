# What an HTTP message looks like, written out line by line.
# usage: python3 message.py PORT
import socket
import sys
from email.utils import formatdate

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", int(sys.argv[1])))
server.listen(1)
print("listening on", server.getsockname()[1], flush=True)

BODY = "Hello, Destined Person."
MOVED = """<!DOCTYPE html>
<html lang="en">
<head><title>Gone to another place</title></head>
<body>
<h1>This page has moved for ever</h1>
<p>What you want is kept at <a href="/">the top page</a> now.
Please keep the new address and forget the old one.</p>
</body>
</html>
"""


def send(client, status, fields, body):
    lines = ["HTTP/1.1 " + status]
    for name, value in fields:
        lines.append(name + ": " + str(value))
    head = "\r\n".join(lines) + "\r\n\r\n"
    client.sendall((head + body).encode("ascii"))


while True:
    client, address = server.accept()
    words = client.recv(1024).split(b"\n")[0].split()
    if words[:2] == [b"GET", b"/moved"]:
        send(client, "301 Moved Permanently", [
            ("Server", "Destiny/1.0"),
            ("Date", formatdate(usegmt=True)),
            ("Content-Type", "text/html"),
            ("Content-Length", len(MOVED)),
            ("Location", "/"),
        ], MOVED)
    else:
        send(client, "200 OK", [
            ("Content-Type", "text/plain"),
            ("Content-Length", len(BODY)),
        ], BODY)
    client.close()
