"""Holds downloads open and reads them slowly until its input ends: PORT PATH TOKENS-FILE CONNECTIONS BYTES/S SEGMENT

Says "ready" once every download has begun, and at the end how many still run. A connection has a receive buffer of 32 KB and
takes an eighth of its rate every 125 ms. SEGMENT is the largest TCP segment, 1448 as on Ethernet; 0 leaves the loopback's 64 KB,
with which the kernel buffers megabytes for each connection.
"""

import json
import select
import socket
import sys
import time

import discard

STEPS = 8
PER_TOKEN = 32


def begin(port, path, token, segment):
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32 << 10)
    if segment:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, segment)
    connection.connect(("127.0.0.1", port))
    connection.sendall(discard.ask(path, token))
    return connection


def step(connections, share):
    """One bite from each; returns those still open and how much came."""
    alive, taken = [], 0
    for connection in connections:
        try:
            got = len(connection.recv(share, socket.MSG_DONTWAIT))
        except BlockingIOError:
            got = -1
        except OSError:
            got = 0
        if got:
            alive.append(connection)
        taken += max(got, 0)
    return alive, taken


def main():
    port, path, tokens, count, rate, segment = sys.argv[1:]
    with open(tokens) as lines:
        tokens = lines.read().split()
    connections = [
        begin(int(port), path, tokens[i // PER_TOKEN % len(tokens)], int(segment)) for i in range(int(count))
    ]
    for connection in connections:
        discard.head(connection)
    print("ready", flush=True)
    asked, taken, due, start = len(connections), 0, time.monotonic(), time.monotonic()
    while not select.select([sys.stdin], [], [], max(0.0, due - time.monotonic()))[0]:
        due += 1 / STEPS
        connections, more = step(connections, int(rate) // STEPS)
        taken += more
    seconds = time.monotonic() - start
    print(json.dumps({"asked": asked, "alive": len(connections), "bytes": taken, "seconds": seconds}), flush=True)


if __name__ == "__main__":
    main()
