"""Questions to other machines, as this one sees them."""

import socket

# A kernel sends a peer six refusals at once, then one a second (net.ipv4.icmp_ratelimit). A tunnel that has just come back
# uses them up for some seconds: the server still speaks to the port that its client had before.
DATAGRAMS, DATAGRAM_SECONDS = 9, 1.1


def ask_tcp(question):
    try:
        socket.create_connection((question["address"], question["port"]), question["timeoutSeconds"]).close()
        return {"open": True}
    except OSError as problem:
        return {"open": False, "error": str(problem)}


def ask_knock(question):
    """How it was turned away: "refused", "unreachable", "silent"; None if it was not."""
    stream = question["protocol"] == "tcp"
    timeout = question["timeoutMs"] / 1000
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM if stream else socket.SOCK_DGRAM) as knocker:
        try:
            knocker.settimeout(timeout if stream else DATAGRAM_SECONDS)
            knocker.connect((question["address"], question["port"]))
            return None if stream else knock_with_datagrams(knocker)
        except ConnectionRefusedError:
            return "refused"
        except (socket.timeout, TimeoutError):
            return "silent"
        except OSError:
            return "unreachable"


def knock_with_datagrams(knocker):
    for left in reversed(range(DATAGRAMS)):
        knocker.send(b"\0")
        try:
            knocker.recv(1)
            return None
        except (socket.timeout, TimeoutError):
            if left == 0:
                raise


def ask_http(question):
    """By hand: http.client takes longer to load than all else here to run. In HTTP 1.0 the end of the answer is the connection's."""
    address, port = question["address"], question["port"]
    asked = "GET %s HTTP/1.0\r\nHost: %s:%d\r\nUser-Agent: bancada\r\n\r\n" % (question["path"], address, port)
    said = b""
    try:
        with socket.create_connection((address, port), question["timeoutSeconds"]) as connection:
            connection.sendall(asked.encode())
            for chunk in iter(lambda: connection.recv(CONTENT_LIMIT), b""):
                said += chunk
                if len(said) > CONTENT_LIMIT:
                    break
    except OSError as problem:
        return {"status": None, "error": str(problem) or type(problem).__name__}
    head, _, body = said.partition(b"\r\n\r\n")
    words = head.split(None, 2)
    if len(words) < 2 or not words[0].startswith(b"HTTP/") or not words[1].isdigit():
        return {"status": None, "error": "no answer in HTTP" if said else "closed without an answer"}
    return {"status": int(words[1]), "body": text(body[:CONTENT_LIMIT])}
