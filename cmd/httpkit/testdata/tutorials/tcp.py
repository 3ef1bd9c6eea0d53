# Not a web server yet: one question, one answer.
# usage: python3 tcp.py PORT
import socket
import sys

ear = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
ear.bind(("127.0.0.1", int(sys.argv[1])))
ear.listen(1)
print("listening on", ear.getsockname()[1], flush=True)

while True:
    caller, address = ear.accept()
    caller.recv(1024)  # "can you hear me?"
    caller.send(b"Yes")
    caller.close()
