"""A small load on a server of ours on this machine: a few keep-alive connections for a few seconds."""

import http.client
import threading
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    per_second: float
    size: int


def rate(port: int, path: str, cookie: str, *, seconds: float = 2.0, connections: int = 4) -> Rate:
    """Requests answered per second. Raises RuntimeError for any answer other than 200."""
    counts, sizes, wrong = [0] * connections, [0], []
    stop = time.monotonic() + seconds

    def ask(slot: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        while time.monotonic() < stop:
            line.request("GET", path, headers={"Host": "localhost", "Cookie": cookie})
            answer = line.getresponse()
            sizes[0] = len(answer.read())
            if answer.status != 200:
                wrong.append(answer.status)
                return
            counts[slot] += 1
        line.close()

    threads = [threading.Thread(target=ask, args=(slot,)) for slot in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise RuntimeError(f"{path} answered {wrong}")
    return Rate(sum(counts) / seconds, sizes[0])
