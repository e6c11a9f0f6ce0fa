"""Discovery over real multicast, but on the loopback device alone: what else is on the network has no part in it.

What an announcement says is judged without any network.
"""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from uuid import uuid4

import pytest
import pytest_asyncio
from zeroconf import DNSQuestionType, Error, ServiceInfo, Zeroconf
from zeroconf._dns import DNSPointer, DNSQuestion
from zeroconf._protocol.incoming import DNSIncoming
from zeroconf._protocol.outgoing import DNSOutgoing
from zeroconf.asyncio import AsyncZeroconf
from zeroconf.const import _CLASS_IN, _FLAGS_AA, _FLAGS_QR_RESPONSE, _TYPE_PTR

from oefening.net import discovery
from oefening.net.address import Address
from oefening.net.client import SEARCH_TIME
from oefening.net.discovery import MAX_ASKED, SERVICE, Announcement, Found, find, from_service, to_service

MDNS = ("224.0.0.251", 5353)
HERE = "127.0.0.1"
DEADLINE = 60


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def carried() -> bool:
    """Whether the loopback device carries multicast DNS: what one socket announces, another asks for and gets.

    Seen by the library alone, so that a fault of the product cannot pass for a fault of the network.
    """
    name = uuid4().hex
    service = ServiceInfo(
        "_proef._tcp.local.", f"{name}._proef._tcp.local.", 1, server=f"{name}.local.", parsed_addresses=[HERE]
    )
    try:
        async with AsyncZeroconf(interfaces=[HERE]) as announcing:
            await announcing.async_register_service(service, cooperating_responders=True)
            async with AsyncZeroconf(interfaces=[HERE]) as asking:
                question = DNSQuestionType.QM
                return bool(await asking.async_get_service_info(service.type, service.name, 10_000, question))
    except (OSError, Error):
        return False


@pytest.fixture
def multicast(carried: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback as the only network of this machine."""
    if not carried:
        pytest.skip("the loopback device of this machine carries no multicast DNS")
    monkeypatch.setattr(discovery, "own_addresses", lambda: (HERE,))


needs_multicast = pytest.mark.usefixtures("multicast")


async def until(found: Callable[[tuple[Found, ...]], bool]) -> tuple[Found, ...]:
    """Looks again until it is as asked, as briefly as the product ever does; networks lose packets."""
    async with asyncio.timeout(DEADLINE):
        while not found(seen := await find(SEARCH_TIME)):
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
@pytest.mark.long
async def test_an_exercise_that_is_announced_is_found() -> None:
    key = uuid4().hex
    async with announced("Overstroming Kerkstraat", key, "192.0.2.7", "fd00::7"):
        seen = of(await until(lambda seen: bool(of(seen, key))), key)
    assert [(found.title, found.web_port) for found in seen] == [("Overstroming Kerkstraat", 8443)]
    assert set(seen[0].addresses) == {Address("192.0.2.7", 8442), Address("fd00::7", 8442)}


@needs_multicast
async def test_a_short_search_asks_for_answers_to_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer to this machine alone may go to another program here: that announces, or searches too."""
    service = f"_p{uuid4().hex[:12]}._tcp.local."
    monkeypatch.setattr(discovery, "SERVICE", service)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "SO_REUSEPORT"):
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listening.bind(("", MDNS[1]))
        group = socket.inet_aton(MDNS[0]) + socket.inet_aton(HERE)
        listening.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group)
        listening.setblocking(False)
        async with asyncio.timeout(DEADLINE):
            # The library by itself asks so only after a second.
            while not any(question.name == service and not question.unicast for question in questions(listening)):
                await find(0.5)


def questions(listening: socket.socket) -> Iterator[DNSQuestion]:
    """What was asked since the last time."""
    with suppress(BlockingIOError):
        while True:
            yield from DNSIncoming(listening.recv(9000)).questions


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
    assert of(await find(SEARCH_TIME), key) == []


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
    async with announced("Stroomstoring", key), asyncio.timeout(DEADLINE):
        # The first answers once per second: the second may look in between, but then the next time it hears it.
        while await second.start("Stroomstoring", key, ["192.0.2.8"], 8442, 8443):
            await second.close()
    assert await second.start("Stroomstoring", key, ["192.0.2.8"], 8442, 8443)
    await second.close()


def test_a_long_title_is_cut_between_characters_and_stands_on_one_line() -> None:
    service = to_service("ab\n\ud800" + "€" * 100, "a1", ["192.0.2.7"], 8442, 8443)
    found = from_service(received(service))
    assert found is not None
    assert found.title == "ab " + "€" * 65


WHOLE: dict[bytes, bytes | None] = {b"title": b"HOSTILE", b"web": b"8443", b"key": b"a1"}
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


def received(service: ServiceInfo) -> ServiceInfo:
    """A service as another machine reads it: its properties are the bytes that went over the network."""
    return ServiceInfo(
        service.type,
        service.name,
        port=service.port,
        properties=service.text,
        server=service.server,
        parsed_addresses=service.parsed_addresses(),
    )


def hostile_service(
    properties: dict[bytes, bytes | None], port: int = 8442, addresses: tuple[str, ...] = ("192.0.2.66",)
) -> ServiceInfo:
    name = uuid4().hex
    return ServiceInfo(
        SERVICE,
        f"HOSTILE {name}.{SERVICE}",
        port=port,
        properties=properties,
        server=f"{name}.local.",
        parsed_addresses=list(addresses),
    )


@pytest.mark.parametrize("properties", HOSTILE)
def test_what_no_exercise_says_is_left_out(properties: dict[bytes, bytes | None]) -> None:
    assert from_service(received(hostile_service(properties))) is None


def test_an_announcement_without_a_port_or_an_address_is_left_out() -> None:
    assert from_service(received(hostile_service(WHOLE))) is not None
    assert from_service(received(hostile_service(WHOLE, port=0))) is None
    assert from_service(received(hostile_service(WHOLE, addresses=()))) is None


def test_a_title_that_steers_a_terminal_is_made_harmless() -> None:
    service = hostile_service(WHOLE | {b"title": b"\x1b[2JBrand\n\xff \xe2\x80\xaexyz"})
    found = from_service(received(service))
    assert found is not None
    assert found.title == "[2JBrand \ufffd xyz"


def test_of_very_many_addresses_some_are_kept() -> None:
    found = from_service(received(hostile_service(WHOLE, addresses=tuple(f"192.0.2.{last}" for last in range(200)))))
    assert found is not None
    assert 0 < len(found.addresses) <= discovery.MAX_ADDRESSES


async def shout_nonsense(zeroconf: Zeroconf) -> None:
    """Keeps naming exercises that are none: services of other kinds, and names without anything behind them.

    Says things that are no DNS at all too.
    """
    out = DNSOutgoing(_FLAGS_QR_RESPONSE | _FLAGS_AA)
    bare = [f"{number:x}.{SERVICE}" for number in range(2 * MAX_ASKED)]
    for alias in ("kwaad.local.", "kwaad._ipp._tcp.local.", SERVICE, "\x1b[2J." + SERVICE, *bare):
        out.add_answer_at_time(DNSPointer(SERVICE, _TYPE_PTR, _CLASS_IN, 120, alias), 0)
    answer = out.packets()[0]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as shouting:
        shouting.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(HERE))
        while True:
            zeroconf.async_send(out)
            for nonsense in (b"", b"\xff" * 1000, answer[:-7], bytes(12) + b"\xc0\x0c" * 20):
                shouting.sendto(nonsense, MDNS)
            await asyncio.sleep(0.1)


@needs_multicast
async def test_an_exercise_is_found_while_others_shout_nonsense() -> None:
    honest = uuid4().hex
    addresses = "192.0.2.7", "fd00::7"
    false = [
        hostile_service({}),
        hostile_service(WHOLE | {b"web": b"-1"}),
        hostile_service(WHOLE | {b"key": honest.encode(), b"title": b"Vals\x1b"}),
    ]
    async with AsyncZeroconf(interfaces=[HERE]) as hostile:
        shouting = asyncio.create_task(shout_nonsense(hostile.zeroconf))
        for service in false:
            await hostile.async_register_service(service, cooperating_responders=True)
        async with announced("Overstroming Kerkstraat", honest, *addresses):
            seen = await until(lambda seen: len(of(seen, honest)) == 2)
        assert not shouting.done()
        shouting.cancel()
    assert {found.title for found in of(seen, honest)} == {"Overstroming Kerkstraat", "Vals"}
    assert not any("HOSTILE" in found.title for found in seen)
    found = next(found for found in of(seen, honest) if found.title != "Vals")
    assert found.web_port == 8443
    assert set(found.addresses) == {Address(address, 8442) for address in addresses}


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
