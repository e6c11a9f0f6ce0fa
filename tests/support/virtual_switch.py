"""A switch for machines that are not there: Ethernet frames between TAP devices, late, lost or not at all.

It stands in for a room's Wi-Fi, in a thread of the test. Knows frames and no addresses but those on them. It does
what kernels can do too (netem), because not every kernel was made with that. Frames of one machine stay in order, as on
Wi-Fi: a late one makes the next ones late.
"""

import asyncio
import fcntl
import os
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

from attrs import frozen

TUN = Path("/dev/net/tun")

_MAKE = 0x400454CA
_TAP_WITHOUT_HEADER = 0x0002 | 0x1000
_LARGEST = 2048
_AT_ONCE = 64
_BROADCAST = b"\xff" * 6


@frozen
class Cable:
    """What lies between a machine and the switch, each way. `loss` is the chance that a frame does not arrive.

    `delay` is in seconds, and `jitter` what it may be more or less. Nothing passes one that is `cut`, and the machine
    does not notice: the light stays on. One that is `deaf` hears nothing, and is heard.
    """

    delay: float = 0.0
    jitter: float = 0.0
    loss: float = 0.0
    cut: bool = False
    deaf: bool = False


class Port:
    """One machine's place at the switch. Its cable can be changed at any time, from any thread."""

    def __init__(self, device: str, seed: int) -> None:
        self.cable = Cable()
        self.carried = self.lost = 0
        self._random = Random(seed)
        self._due = {"in": 0.0, "out": 0.0}
        self.file = os.open(TUN, os.O_RDWR | os.O_NONBLOCK)
        try:
            fcntl.ioctl(self.file, _MAKE, struct.pack("16sH", device.encode(), _TAP_WITHOUT_HEADER))
        except OSError:
            os.close(self.file)
            raise

    def carry(self, way: str, loop: asyncio.AbstractEventLoop, arrive: Callable[[], None]) -> None:
        """Carries a frame over the cable, where it comes through."""
        cable = self.cable
        if cable.cut or (cable.deaf and way == "out") or self._random.random() < cable.loss:
            self.lost += 1
            return
        self.carried += 1
        if not cable.delay:
            arrive()
            return
        late = cable.delay + self._random.uniform(-cable.jitter, cable.jitter)
        self._due[way] = max(loop.time() + late, self._due[way])
        loop.call_at(self._due[way], arrive)

    def deliver(self, frame: bytes) -> None:
        """Gives the machine a frame; one that is off, or has no room for it, misses it."""
        with suppress(OSError):
            os.write(self.file, frame)


class Switch:
    """Ports, and a thread that passes frames between them. Without `multicast` it passes none of those, as many do."""

    def __init__(self) -> None:
        self.multicast = True
        self._ports: list[Port] = []
        self._learned: dict[bytes, Port] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def plug(self, device: str) -> Port:
        """A new port, with a new TAP device of this name at its other end."""
        port = Port(device, len(self._ports))
        self._ports.append(port)
        self._loop.call_soon_threadsafe(self._loop.add_reader, port.file, self._read, port)
        return port

    def close(self) -> None:
        """Stops, and does away with all devices."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        for port in self._ports:
            os.close(port.file)

    def _read(self, port: Port) -> None:
        for _frame in range(_AT_ONCE):
            try:
                frame = os.read(port.file, _LARGEST)
            except OSError:
                return
            port.carry("in", self._loop, lambda frame=frame: self._pass_on(port, frame))  # type: ignore[misc]

    def _pass_on(self, source: Port, frame: bytes) -> None:
        to, self._learned[frame[6:12]] = frame[:6], source
        to_many = bool(to[0] & 1)
        if to_many and to != _BROADCAST and not self.multicast:
            return
        known = None if to_many else self._learned.get(to)
        for port in [known] if known else [port for port in self._ports if port is not source]:
            port.carry("out", self._loop, lambda port=port: port.deliver(frame))  # type: ignore[misc]
