"""Finding exercises on the local network by multicast DNS, so that nobody has to type an address.

What is found is a hint and nothing more: anyone on the network can announce anything. Which server is the right one
is only known from the fingerprint in the join code. This module knows no codes and no exercises, only titles and
addresses. Many networks allow no multicast; then nothing is found and people type the address.
"""

import asyncio
import re
from collections.abc import Callable, Sequence
from contextlib import suppress

from attrs import frozen
from zeroconf import DNSQuestionType, Error, ServiceInfo, ServiceStateChange, Zeroconf
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from oefening.net.address import Address, own_addresses
from oefening.text.phrases import one_line

SERVICE = "_oefening._tcp.local."
"""The type of service by which exercises are announced and found."""

TITLE_BYTES = 200
"""A title is cut to so many bytes of UTF-8: one property may take 255, its name included."""

MAX_FOUND = 1000
"""So many announcements are looked at, whoever floods the network with them."""

MAX_ASKED = 50
"""So many of them are asked for details they did not send along: a flood is not answered with another flood."""

MAX_ADDRESSES = 16
"""So many addresses of one announcement are kept."""

ANSWER = 500
"""Milliseconds that an announcement gets for details it did not send along."""

_KEY = re.compile("[0-9a-f]{1,60}")
_WEB_PORT = re.compile("[0-9]{1,5}")


@frozen
class Found:
    """An exercise that someone says is here: unverified. The title stands on one line, without control characters.

    The addresses, IPv4 first, are in no other order; the key tells exercises with the same title apart.
    """

    title: str
    key: str
    addresses: tuple[Address, ...]
    web_port: int


class Announcement:
    """Tells the local network that there is an exercise here, from `start` until `close`."""

    def __init__(self) -> None:
        self._zeroconf: AsyncZeroconf | None = None

    async def start(self, exercise: str, key: str, addresses: Sequence[str], port: int, web_port: int) -> bool:
        """Announces an exercise by its title; whether that could be done. Takes about a second and a half.

        The key is public: at most 60 hex digits, in small letters, that nobody else announces. The addresses are IP
        addresses of this machine. May be called again where they changed: then the new announcement replaces the old.
        False where there is no network or no multicast here, or where the same key is announced already: then people
        must type the address.
        """
        await self.close()
        service = to_service(exercise, key, addresses, port, web_port)
        zeroconf = _multicast() if addresses else None
        if zeroconf is None:
            return False
        # The library too asks who has the key already, but only for answers to this machine alone: see _browse.
        browsers = _browse(zeroconf, lambda **_change: None)
        try:
            with suppress(OSError, Error):
                await (await zeroconf.async_register_service(service))
                self._zeroconf = zeroconf
        finally:
            await _stop(browsers)
            if self._zeroconf is None:
                await _close(zeroconf)
        return self._zeroconf is not None

    async def close(self) -> None:
        """Takes the announcement back; nothing of it runs on. May be called without a start, and twice."""
        zeroconf, self._zeroconf = self._zeroconf, None
        if zeroconf is not None:
            await _close(zeroconf)


async def find(seconds: float) -> tuple[Found, ...]:
    """The exercises that are announced within so many seconds, by title; none where there is no multicast here.

    Takes those seconds, and half a second more where an announcement is not whole. Less than two seconds may find
    nothing where others search too: an announcer says the same to all once per second at most (RFC 6762, section 6).
    """
    zeroconf = _multicast()
    if zeroconf is None:
        return ()
    services: dict[str, AsyncServiceInfo] = {}

    def changed(zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        if state_change is ServiceStateChange.Removed:
            services.pop(name, None)
        elif len(services) < MAX_FOUND:
            with suppress(Error):
                services[name] = AsyncServiceInfo(SERVICE, name)

    browsers = _browse(zeroconf, changed)
    try:
        await asyncio.sleep(seconds)
        answers = tuple(services.values())
        # An honest announcement comes with its details: a flood of others that do not cannot keep it from being found.
        bare = [service for service in answers if not service.load_from_cache(zeroconf.zeroconf)]
        await asyncio.gather(*(_ask(zeroconf.zeroconf, service) for service in bare[:MAX_ASKED]))
    finally:
        await _stop(browsers)
        await _close(zeroconf)
    found = [found for service in answers if (found := from_service(service)) is not None]
    return tuple(sorted(found, key=lambda found: (found.title.casefold(), found.key)))


def to_service(exercise: str, key: str, addresses: Sequence[str], port: int, web_port: int) -> ServiceInfo:
    """An exercise as it is announced."""
    title = one_line(exercise).encode()[:TITLE_BYTES].decode(errors="ignore")
    return ServiceInfo(
        SERVICE,
        f"{key}.{SERVICE}",
        port=port,
        properties={"title": title, "key": key, "web": str(web_port)},
        # A name of its own: the machine's real one may be answered for by the operating system.
        server=f"{key}.local.",
        parsed_addresses=list(addresses),
    )


def from_service(service: ServiceInfo) -> Found | None:
    """What an announcement says; None where it is not whole, or says what no exercise says."""
    title, key, web = (_property(service, name) for name in (b"title", b"key", b"web"))
    hosts = service.parsed_addresses()[:MAX_ADDRESSES]
    if not title or not _KEY.fullmatch(key) or not _WEB_PORT.fullmatch(web):
        return None
    if not hosts or not service.port or not 0 < int(web) < 2**16:
        return None
    return Found(title, key, tuple(Address(host, service.port) for host in hosts), int(web))


def _multicast() -> AsyncZeroconf | None:
    hosts = [host for host in own_addresses() if ":" not in host]
    try:
        return AsyncZeroconf(interfaces=hosts) if hosts else None
    except OSError:
        return None


def _browse(zeroconf: AsyncZeroconf, changed: Callable[..., None]) -> list[AsyncServiceBrowser]:
    """Asks who announces exercises, in both ways.

    The library asks first for answers to this machine alone, which on Wi-Fi arrive more often. But where several
    programs here listen on the port, the system gives such an answer to only one of them, and the library asks again no
    sooner than after a second. Answers to a question for all reach every program (RFC 6762, section 15.1).
    """
    return [
        AsyncServiceBrowser(zeroconf.zeroconf, SERVICE, handlers=[changed], question_type=question)
        for question in (None, DNSQuestionType.QM)
    ]


async def _stop(browsers: list[AsyncServiceBrowser]) -> None:
    for browser in browsers:
        await browser.async_cancel()


async def _close(zeroconf: AsyncZeroconf) -> None:
    """Closes in a task of its own: in one that was cancelled, the library's closing would break off halfway."""
    await asyncio.shield(zeroconf.async_close())


async def _ask(zeroconf: Zeroconf, service: AsyncServiceInfo) -> None:
    """Asks for the details that an announcement did not send along."""
    with suppress(OSError, Error):
        await service.async_request(zeroconf, ANSWER)


def _property(service: ServiceInfo, name: bytes) -> str:
    return one_line((service.properties.get(name) or b"").decode(errors="replace"))
