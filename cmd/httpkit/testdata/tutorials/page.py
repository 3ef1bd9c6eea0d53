# A page with a picture in it: the browser comes back for the picture.
# usage: python3 page.py PORT DOCROOT
import os
import socket
import sys

docroot = sys.argv[2]

PAGE = """HTTP/1.x 200 OK
Content-Type: text/html

<head>
<title>WOW</title>
</head>
<html>
<p>Wow, Python Server</p>
<IMG src="test.jpg"/>
</html>
"""

# The text starts on the line after the quotes, so the answer starts with an
# empty line. Browsers forgive it.
IMAGE = """
HTTP/1.x 200 OK
Content-Type: image/jpg

"""

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", int(sys.argv[1])))
server.listen(1)
print("listening on", server.getsockname()[1], flush=True)

while True:
    client, address = server.accept()
    request = client.recv(1024).decode("utf-8")
    words = request.split(" ")
    method = words[0]
    path = words[1]
    if method == "GET":
        if path == "/test.jpg":
            image = open(os.path.join(docroot, "test.jpg"), "rb").read()
            client.sendall(IMAGE.encode("utf-8") + image)
        else:
            client.sendall(PAGE.encode("utf-8"))
    client.close()
