# A page of HTML. The text below is indented like the program around it, and
# that is how it goes out: nobody looked at the bytes.
# usage: python3 markup.py PORT
import socket
import sys

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", int(sys.argv[1])))
listener.listen(1)
print("listening on", listener.getsockname()[1], flush=True)


def answer(connection):
    connection.recv(1024)
    text = """HTTP/1.1 200 OK
    Content-type: text/html


    <html>
        <body>
            <h1>Hello, World!</h1>
        </body>
    </html>"""
    connection.sendall(text.encode("utf-8"))
    connection.close()


while True:
    connection, _ = listener.accept()
    answer(connection)
