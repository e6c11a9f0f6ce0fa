"""Machines of their own in one room: network namespaces on a switch of the test, each with an address 10.77.0.x.

Needs Linux, root and iproute2. Names carry the process id, so that runs side by side do not meet, and so that what a
run left behind that was killed can be told, and is cleared away by the next.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.support.virtual_switch import TUN, Cable, Port, Switch

PREFIX = "oefening-"


class Machine:
    """A namespace with one network device. `address` is its IPv4 address."""

    def __init__(self, name: str, number: int, port: Port) -> None:
        self.address = f"10.77.0.{number}"
        self.port = port
        self._name = name

    def command(self, *arguments: str) -> list[str]:
        """A command as it is run on this machine; the process is the program itself."""
        return ["ip", "netns", "exec", self._name, *arguments]

    def plug_out(self) -> None:
        """Takes the cable out: the machine notices at once, and keeps its address."""
        _ip("-n", self._name, "link", "set", "eth0", "down")

    def plug_in(self) -> None:
        """Puts the cable back."""
        _ip("-n", self._name, "link", "set", "eth0", "up")

    def cable(self, cable: Cable) -> None:
        """Gives the machine another cable."""
        self.port.cable = cable


class Network:
    """A switch, and the machines on it."""

    def __init__(self) -> None:
        self.switch = Switch()
        self.machines: list[Machine] = []

    def add(self, cable: Cable | None = None) -> Machine:
        """A new machine, which is up."""
        number = len(self.machines) + 1
        name, device = f"{PREFIX}{os.getpid()}-{number}", f"o{os.getpid()}-{number}"
        _ip("netns", "add", name)
        machine = Machine(name, number, self.switch.plug(device))
        self.machines.append(machine)
        _ip("link", "set", device, "netns", name, "name", "eth0")
        _ip("-n", name, "addr", "add", f"{machine.address}/24", "dev", "eth0")
        _ip("-n", name, "link", "set", "lo", "up")
        machine.plug_in()
        machine.cable(cable or Cable())
        return machine


@contextmanager
def network() -> Iterator[Network]:
    """A network without machines yet; afterwards nothing of it is left, nor of what ran on it."""
    clear()
    found = Network()
    try:
        yield found
    finally:
        found.switch.close()
        clear(os.getpid())


def clear(owner: int | None = None) -> None:
    """Does away with namespaces, and what still runs in them: of one process, or of all that no longer run."""
    for line in _ip("netns", "list").splitlines():
        name = line.split(" ")[0]
        process = name.removeprefix(PREFIX).partition("-")[0]
        if not name.startswith(PREFIX) or not process.isdigit():
            continue
        if int(process) == owner or (owner is None and not _runs(int(process))):
            for left in _ip("netns", "pids", name).split():
                with suppress(ProcessLookupError):
                    os.kill(int(left), signal.SIGKILL)
            _ip("netns", "del", name)


def why_not() -> str:
    """Why there can be no machines here; empty where there can."""
    if os.geteuid() != 0:
        return "network namespaces need root"
    if shutil.which("ip") is None:
        return "no iproute2 here"
    if not os.access(TUN, os.R_OK | os.W_OK):
        return "no TAP devices here"
    try:
        with network() as found:
            found.add()
    except (OSError, subprocess.CalledProcessError) as error:
        return f"no network namespaces here ({error})"
    return ""


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _ip(*arguments: str) -> str:
    return subprocess.run(["ip", *arguments], check=True, capture_output=True, text=True).stdout
