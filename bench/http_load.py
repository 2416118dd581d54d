"""A light HTTP client for load: requests at their scheduled times whatever the server does, or one after the other as fast as it goes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

Request = tuple[str, bytes]
"""The kind of a request, and all its bytes."""

_SPIN_S = 0.002  # the last stretch before a send is waited for in small steps: a sleep comes late by a millisecond


def get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: bench\r\n\r\n".encode()


def post(path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    fields = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Length: {len(body)}\r\n{fields}\r\n".encode() + body


@dataclass(frozen=True, slots=True)
class Sample:
    """One request: which kind it was, how long it took from the time it was due, and what came back."""

    kind: str
    ms: float
    status: int
    body: bytes


class Connections:
    """Keep-alive connections to one server, as many as are needed at once."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    @asynccontextmanager
    async def one(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        while self._idle and self._idle[-1][0].at_eof():  # the server has closed what was idle for long
            self._idle.pop()[1].close()
        pair = self._idle.pop() if self._idle else await asyncio.open_connection(self._host, self._port)
        yield pair  # after a fault the connection is not used again
        self._idle.append(pair)

    async def send(self, request: bytes) -> tuple[int, bytes]:
        async with self.one() as (reader, writer):
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            fields = dict(line.split(b": ", 1) for line in head.lower().split(b"\r\n")[1:] if line)
            return int(head[9:12]), await reader.readexactly(int(fields[b"content-length"]))

    async def close(self) -> None:
        for _, writer in self._idle:
            writer.close()
            await writer.wait_closed()


async def _timed(connections: Connections, kind: str, request: bytes, due: float) -> Sample:
    try:
        status, body = await connections.send(request)
    except (OSError, asyncio.IncompleteReadError):
        status, body = 0, b""
    return Sample(kind, (time.perf_counter() - due) * 1000, status, body)


async def at_rate(host: str, port: int, requests: Sequence[Request], per_second: float) -> list[Sample]:
    """Every request at its time. What the server delays is counted from when it was due, so nothing is omitted."""
    connections = Connections(host, port)
    begin = time.perf_counter() + 0.1
    running = []
    for number, (kind, request) in enumerate(requests):
        due = begin + number / per_second
        while (left := due - time.perf_counter()) > 0:  # noqa: ASYNC110 - a time is waited for, not an event
            await asyncio.sleep(left - _SPIN_S if left > 2 * _SPIN_S else 0)
        running.append(asyncio.create_task(_timed(connections, kind, request, due)))
    samples = list(await asyncio.gather(*running))
    await connections.close()
    return samples


async def at_most(host: str, port: int, requests: Iterator[Request], clients: int, seconds: float) -> tuple[list[Sample], float]:
    """`clients` that ask again as soon as they have an answer; the samples, and requests a second."""
    connections = Connections(host, port)
    samples: list[Sample] = []
    end = time.perf_counter() + seconds

    async def client() -> None:
        while time.perf_counter() < end:
            kind, request = next(requests)
            samples.append(await _timed(connections, kind, request, time.perf_counter()))

    started = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    rate = len(samples) / (time.perf_counter() - started)
    await connections.close()
    return samples, rate
