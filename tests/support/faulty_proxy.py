"""Bad Wi-Fi: a wire between a guest and the server that a test can cut, let hang, or make lose one direction."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from oefening.net.address import Address


class Wire:
    """A port on loopback that leads to another. `to_server` and `to_guest` are whether that direction gets through.

    What is lost or held back in one direction is never sent later: after that the line has to be cut, as TLS does not
    go on without it.
    """

    def __init__(self, target: Address) -> None:
        self.target = target
        self.to_server = self.to_guest = True
        self.hangs = False
        self.address = Address("127.0.0.1", 0)
        self._closed = False
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Begins to listen."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.address = Address("127.0.0.1", self._server.sockets[0].getsockname()[1])

    def cut(self) -> None:
        """Everything that is connected is not any more, and nothing gets a connection."""
        self._closed = True
        for writer in self._writers:
            writer.transport.abort()

    def hang(self) -> None:
        """Nothing gets through in either direction, and nobody is told."""
        self.hangs = True

    def lose_answers(self) -> None:
        """What the guest sends arrives; what the server sends is lost."""
        self.to_guest = False

    def heal(self) -> None:
        """All is well again, for new connections."""
        self.cut()
        self._closed = self.hangs = False
        self.to_server = self.to_guest = True

    async def close(self) -> None:
        """Takes the wire away."""
        self.cut()
        if self._server is not None:
            self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        if self._closed:
            writer.transport.abort()
            return
        try:
            there, onward = await asyncio.open_connection(self.target.host, self.target.port)
        except OSError:
            writer.transport.abort()
            return
        self._writers.add(onward)
        for source, sink, to_server in ((reader, onward, True), (there, writer, False)):
            task = asyncio.create_task(self._carry(source, sink, to_server))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _carry(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, to_server: bool) -> None:
        lost = False
        with suppress(OSError):
            while data := await source.read(65_536):
                lost = lost or self.hangs or not (self.to_server if to_server else self.to_guest)
                if not lost:
                    sink.write(data)
                    await sink.drain()
        if not lost:
            sink.transport.abort()


@asynccontextmanager
async def a_wire(target: Address) -> AsyncIterator[Wire]:
    """A wire to an address."""
    wire = Wire(target)
    await wire.open()
    try:
        yield wire
    finally:
        await wire.close()
