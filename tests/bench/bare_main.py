"""One process that only sends: as many threads as asked, each one request after another, and nothing else.

`python -m tests.bench.bare_main PORT THREADS FIRST LAST`: says `ready`, waits for a line, sends, and ends.
"""

import sys
from threading import Thread

from bot.domain.messages import Message
from bot.domain.people import Address
from tests.delivery.http_voice import HttpVoice


def send(voice: HttpVoice, numbers: range) -> None:
    """Send messages with these numbers, each to its own address."""
    for n in numbers:
        voice.send(Address(1, f"b{n}"), Message(f"Where are we with b{n}?"), f"b{n}")


def main() -> None:
    """Share the numbers between threads."""
    port, threads, first, last = map(int, sys.argv[1:])
    voice = HttpVoice(port)
    shares = [range(first + n, last, threads) for n in range(threads)]
    senders = [Thread(target=send, args=(voice, share)) for share in shares]
    print("ready", flush=True)
    sys.stdin.readline()
    for each in senders:
        each.start()
    for each in senders:
        each.join()


if __name__ == "__main__":
    main()
