"""Word that this process is to end, readable in the children of a worker that forked.

A worker's main process gets the SIGTERM of a deployment, its children send the mail. One byte of memory shared
between them tells them to finish the message at hand and release the rest. No lock, so nobody can die holding it.
"""

import mmap

_word = mmap.mmap(-1, 1)


def stop() -> None:
    _word[0] = 1


def stopping() -> bool:
    return _word[0] == 1
