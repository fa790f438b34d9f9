"""Downloads one path over N connections at once and has the kernel drop the bytes: PORT PATH TOKEN|- CONNECTIONS

Prints the seconds from the first connection to the last byte.
"""

import socket
import sys
import threading
import time

BUFFER = 4 << 20


def head(connection):
    """The bytes of the body that came with the head, and the length of the body."""
    received = b""
    while b"\r\n\r\n" not in received:
        more = connection.recv(4096)
        if not more:
            raise OSError("closed before the head was over")
        received += more
    lines, body = received.split(b"\r\n\r\n", 1)
    if not lines.startswith(b"HTTP/1.1 200"):
        raise OSError(lines.decode())
    fields = dict(line.lower().split(b":", 1) for line in lines.split(b"\r\n")[1:])
    return len(body), int(fields[b"content-length"])


def ask(path, token):
    bearer = "" if token == "-" else f"Authorization: Bearer {token}\r\n"
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{bearer}\r\n".encode()


def download(port, path, token, failures):
    try:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(ask(path, token))
            have, length = head(connection)
            buffer = bytearray(BUFFER)
            while have < length:
                dropped = connection.recv_into(buffer, min(BUFFER, length - have), socket.MSG_TRUNC)
                if not dropped:
                    raise OSError(f"closed after {have} of {length} bytes")
                have += dropped
    except OSError as failure:
        failures.append(str(failure))


def main():
    port, path, token, connections = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
    failures = []
    begin = time.monotonic()
    threads = [threading.Thread(target=download, args=(port, path, token, failures)) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        sys.exit("\n".join(failures))
    print(time.monotonic() - begin)


if __name__ == "__main__":
    main()
