import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
from zeroconf import IPVersion, ServiceInfo, Zeroconf
from zeroconf._dns import DNSPointer
from zeroconf._protocol.outgoing import DNSOutgoing
from zeroconf.asyncio import AsyncZeroconf
from zeroconf.const import _CLASS_IN, _FLAGS_AA, _FLAGS_QR_RESPONSE, _TYPE_PTR

from oefening.net import discovery
from oefening.net.address import Address, own_addresses
from oefening.net.discovery import SERVICE, Announcement, Found, find

MDNS = ("224.0.0.251", 5353)
LISTEN = 1.0
DEADLINE = 20


def multicast_works() -> bool:
    """Whether this machine is on a network, and what it says to everyone there comes back to it."""
    host = next((host for host in own_addresses() if ":" not in host), None)
    if host is None:
        return False
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        try:
            listening.bind(("", 0))
            listening.setsockopt(
                socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(MDNS[0]) + socket.inet_aton(host)
            )
            listening.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(host))
            listening.settimeout(2)
            listening.sendto(b"?", (MDNS[0], listening.getsockname()[1]))
            return listening.recv(1) == b"?"
        except OSError:
            return False


needs_multicast = pytest.mark.skipif(not multicast_works(), reason="this machine has no multicast")


async def until(found: Callable[[tuple[Found, ...]], bool]) -> tuple[Found, ...]:
    """Looks again until it is as asked; networks lose packets."""
    async with asyncio.timeout(DEADLINE):
        while not found(seen := await find(LISTEN)):
            pass
    return seen


def of(seen: tuple[Found, ...], *keys: str) -> list[Found]:
    """What was found with one of these keys: others may play here too."""
    return [found for found in seen if found.key in keys]


@asynccontextmanager
async def announced(title: str, key: str, *addresses: str) -> AsyncIterator[Announcement]:
    announcement = Announcement()
    assert await announcement.start(title, key, addresses or ("192.0.2.7",), 8442, 8443)
    try:
        yield announcement
    finally:
        await announcement.close()


@needs_multicast
async def test_an_exercise_that_is_announced_is_found() -> None:
    key = uuid4().hex
    async with announced("Overstroming Kerkstraat", key, "192.0.2.7", "fd00::7"):
        seen = of(await until(lambda seen: bool(of(seen, key))), key)
    assert [(found.title, found.web_port) for found in seen] == [("Overstroming Kerkstraat", 8443)]
    assert set(seen[0].addresses) == {Address("192.0.2.7", 8442), Address("fd00::7", 8442)}


@needs_multicast
@pytest.mark.long
async def test_two_exercises_with_the_same_title_are_both_found() -> None:
    one, other = uuid4().hex, uuid4().hex
    async with announced("Stroomstoring", one), announced("Stroomstoring", other):
        seen = of(await until(lambda seen: len(of(seen, one, other)) == 2), one, other)
    assert [found.key for found in seen] == sorted([one, other])
    assert {found.title for found in seen} == {"Stroomstoring"}


@needs_multicast
@pytest.mark.long
async def test_an_exercise_that_is_over_is_no_longer_found() -> None:
    key = uuid4().hex
    async with announced("Stroomstoring", key):
        await until(lambda seen: bool(of(seen, key)))
    assert of(await find(LISTEN), key) == []


@needs_multicast
async def test_nothing_runs_on_after_announcing_and_finding() -> None:
    tasks, threads = asyncio.all_tasks(), set(threading.enumerate())
    async with announced("Stroomstoring", uuid4().hex) as announcement:
        await find(0.1)
        await announcement.close()
    await Announcement().close()
    assert asyncio.all_tasks() == tasks
    assert set(threading.enumerate()) <= threads


@needs_multicast
@pytest.mark.parametrize("seconds", [0, 0.3])
async def test_nothing_runs_on_where_announcing_or_finding_is_broken_off(seconds: float) -> None:
    tasks = asyncio.all_tasks()
    for work in (Announcement().start("Stroomstoring", uuid4().hex, ["192.0.2.7"], 8442, 8443), find(60)):
        task = asyncio.create_task(work)
        await asyncio.sleep(seconds)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert asyncio.all_tasks() == tasks


@needs_multicast
@pytest.mark.long
async def test_a_key_that_is_announced_already_is_not_announced_again() -> None:
    key = uuid4().hex
    second = Announcement()
    async with announced("Stroomstoring", key):
        assert not await second.start("Stroomstoring", key, ["192.0.2.8"], 8442, 8443)
    assert await second.start("Stroomstoring", key, ["192.0.2.8"], 8442, 8443)
    await second.close()


@needs_multicast
async def test_a_long_title_is_cut_between_characters_and_stands_on_one_line() -> None:
    key = uuid4().hex
    async with announced("ab\n\ud800" + "€" * 100, key):
        seen = of(await until(lambda seen: bool(of(seen, key))), key)
    assert seen[0].title == "ab " + "€" * 65


FALSE = uuid4().hex
WHOLE: dict[bytes, bytes | None] = {b"title": b"HOSTILE", b"web": b"8443", b"key": FALSE.encode()}
HOSTILE: list[dict[bytes, bytes | None]] = [
    {},
    {b"HOSTILE": None},
    {name: value for name, value in WHOLE.items() if name != b"title"},
    {name: value for name, value in WHOLE.items() if name != b"web"},
    {name: value for name, value in WHOLE.items() if name != b"key"},
    WHOLE | {b"title": None},
    WHOLE | {b"title": b"\x1b\n\xe2\x80\xae"},
    WHOLE | {b"web": b"-1"},
    WHOLE | {b"web": b"0"},
    WHOLE | {b"web": b"65536"},
    WHOLE | {b"web": "８４４３".encode()},
    WHOLE | {b"web": b"\xff" * 200, b"\xff\xfe": b"\xff" * 200},
    WHOLE | {b"key": b"../../etc"},
    WHOLE | {b"key": b"a" * 61},
]


def hostile_service(properties: dict[bytes, bytes | None], port: int = 8442, *addresses: str) -> ServiceInfo:
    name = uuid4().hex
    return ServiceInfo(
        SERVICE,
        f"HOSTILE {name}.{SERVICE}",
        port=port,
        properties=properties,
        server=f"{name}.local.",
        parsed_addresses=list(addresses or ("192.0.2.66",)),
    )


async def shout_nonsense(zeroconf: Zeroconf) -> None:
    """Keeps saying that services of other kinds are exercises, and things that are no DNS at all."""
    out = DNSOutgoing(_FLAGS_QR_RESPONSE | _FLAGS_AA)
    for alias in ("kwaad.local.", "kwaad._ipp._tcp.local.", SERVICE, "\x1b[2J." + SERVICE):
        out.add_answer_at_time(DNSPointer(SERVICE, _TYPE_PTR, _CLASS_IN, 120, alias), 0)
    answer = out.packets()[0]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as shouting:
        while True:
            zeroconf.async_send(out)
            for nonsense in (b"", b"\xff" * 1000, answer[:-7], bytes(12) + b"\xc0\x0c" * 20):
                shouting.sendto(nonsense, MDNS)
            await asyncio.sleep(0.1)


@needs_multicast
async def test_hostile_announcements_are_left_out_or_made_harmless() -> None:
    honest, steering = uuid4().hex, uuid4().hex
    services = [hostile_service(properties) for properties in HOSTILE]
    services.append(hostile_service(WHOLE, 0))
    title = b"\x1b[2JBrand\n\xff \xe2\x80\xaexyz"
    services.append(hostile_service(WHOLE | {b"title": title, b"key": steering.encode()}))
    services.append(hostile_service(WHOLE | {b"key": honest.encode(), b"title": b"Vals"}))
    async with AsyncZeroconf(ip_version=IPVersion.V4Only) as hostile, announced("Stroomstoring", honest):
        await asyncio.gather(
            *[await hostile.async_register_service(one, cooperating_responders=True) for one in services]
        )
        shouting = asyncio.create_task(shout_nonsense(hostile.zeroconf))
        seen = await until(lambda seen: len(of(seen, honest, steering)) == 3)
        assert not shouting.done()
        shouting.cancel()
    assert [found.title for found in of(seen, steering)] == ["[2JBrand \ufffd xyz"]
    assert {found.title for found in of(seen, honest)} == {"Stroomstoring", "Vals"}
    assert of(seen, FALSE) == []
    assert not any("HOSTILE" in found.title for found in seen)


@needs_multicast
@pytest.mark.long
async def test_an_announcement_can_be_replaced_where_the_addresses_changed() -> None:
    key = uuid4().hex
    async with announced("Stroomstoring", key, "192.0.2.7") as announcement:
        assert await announcement.start("Stroomstoring", key, ["192.0.2.8"], 8442, 8443)
        seen = of(await until(lambda seen: bool(of(seen, key))), key)
    assert [found.addresses for found in seen] == [(Address("192.0.2.8", 8442),)]


async def test_without_multicast_nothing_is_announced_and_nothing_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_options: object) -> AsyncZeroconf:
        raise OSError("Network is unreachable")

    monkeypatch.setattr(discovery, "AsyncZeroconf", refuse)
    monkeypatch.setattr(discovery, "own_addresses", lambda: ("192.0.2.7",))
    announcement = Announcement()
    assert not await announcement.start("Stroomstoring", uuid4().hex, ["192.0.2.7"], 8442, 8443)
    await announcement.close()
    assert await find(0) == ()


async def test_a_machine_without_a_network_announces_and_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not await Announcement().start("Stroomstoring", uuid4().hex, [], 8442, 8443)
    monkeypatch.setattr(discovery, "own_addresses", lambda: ("fd00::7",))
    assert not await Announcement().start("Stroomstoring", uuid4().hex, ["192.0.2.7"], 8442, 8443)
    assert await find(0) == ()
