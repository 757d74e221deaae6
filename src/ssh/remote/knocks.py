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
    import http.client  # takes longer to load than everything else here

    connection = http.client.HTTPConnection(question["address"], question["port"], timeout=question["timeoutSeconds"])
    try:
        connection.request("GET", question["path"], headers={"User-Agent": "bancada"})
        answer = connection.getresponse()
        return {"status": answer.status, "body": text(answer.read(CONTENT_LIMIT))}
    except (OSError, http.client.HTTPException) as problem:
        return {"status": None, "error": str(problem) or type(problem).__name__}
    finally:
        connection.close()
