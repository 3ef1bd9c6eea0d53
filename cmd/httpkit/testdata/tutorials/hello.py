# The smallest web server: whatever comes in, the same greeting goes out.
# usage: python3 hello.py PORT
import socket
import sys

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", int(sys.argv[1])))
server.listen(1)
print("listening on", server.getsockname()[1], flush=True)

while True:
    client, address = server.accept()
    request = client.recv(1024)
    print(request, flush=True)
    client.sendall(b"HTTP/1.1 200 OK\n\nHello, World!\n")
    client.close()
