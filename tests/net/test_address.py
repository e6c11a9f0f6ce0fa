from ipaddress import ip_address

import ifaddr
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oefening.net.address import PORT, WEB_PORT, Address, code_from_link, own_addresses, parse_address
from oefening.net.join_codes import Code


def adapter(name: str, *addresses: str, nice: str = "") -> ifaddr.Adapter:
    def ip(text: str) -> ifaddr.IP:
        return ifaddr.IP((text, 0, 0) if ":" in text else text, 64 if ":" in text else 24, nice or name)

    return ifaddr.Adapter(name, name, [ip(text) for text in addresses])


def machine(monkeypatch: pytest.MonkeyPatch, *adapters: ifaddr.Adapter) -> tuple[str, ...]:
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: list(adapters))
    return own_addresses()


def test_this_machines_addresses_are_ones_that_others_can_use() -> None:
    addresses = [ip_address(address) for address in own_addresses()]
    assert len(set(addresses)) == len(addresses)
    assert [address.version for address in addresses] == sorted(address.version for address in addresses)
    assert not any(address.is_loopback or address.is_multicast for address in addresses)
    known = {
        ip_address(ip.ip if isinstance(ip.ip, str) else ip.ip[0]) for one in ifaddr.get_adapters() for ip in one.ips
    }
    assert set(addresses) <= known


def test_loopback_and_link_local_addresses_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    found = machine(
        monkeypatch,
        adapter("lo", "127.0.0.1", "::1"),
        adapter("eth0", "fe80::1", "192.168.1.20", "fec0::1", "2001:db8::20", "fd12::20"),
        adapter("eth1", "169.254.7.7"),
    )
    assert found == ("192.168.1.20", "fd12::20", "2001:db8::20")


def test_two_laptops_on_one_cable_have_the_addresses_they_gave_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine(monkeypatch, adapter("eth0", "169.254.7.7", "fe80::1")) == ("169.254.7.7",)


def test_the_network_of_the_room_comes_before_virtual_machines_and_tunnels(monkeypatch: pytest.MonkeyPatch) -> None:
    found = machine(
        monkeypatch,
        adapter("docker0", "172.17.0.1"),
        adapter("VirtualBox Host-Only Ethernet Adapter", "192.168.56.1"),
        adapter("Hyper-V Virtual Ethernet Adapter", "172.28.0.1", nice="vEthernet (WSL)"),
        adapter("utun3", "10.8.0.2", "fd00:8::2"),
        adapter("Intel(R) Wi-Fi 6 AX201", "10.0.4.7", "2001:db8::7", nice="Wi-Fi"),
    )
    assert found[0] == "10.0.4.7"
    assert found[-2:] == ("2001:db8::7", "fd00:8::2")
    assert len(found) == 7


def test_the_hotspot_of_the_laptop_itself_is_not_taken_for_a_virtual_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    found = machine(
        monkeypatch,
        adapter("Realtek PCIe GbE", "10.1.2.3", nice="Ethernet"),
        adapter("Microsoft Wi-Fi Direct Virtual Adapter #2", "192.168.137.1", nice="LAN-verbinding* 2"),
    )
    assert found == ("192.168.137.1", "10.1.2.3")


def test_a_machine_without_a_network_has_no_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine(monkeypatch) == ()
    assert machine(monkeypatch, adapter("lo", "127.0.0.1", "::1")) == ()


def test_a_system_that_does_not_tell_its_addresses_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> list[ifaddr.Adapter]:
        raise OSError("refused")

    monkeypatch.setattr(ifaddr, "get_adapters", refuse)
    assert own_addresses() == ()


@pytest.mark.parametrize(
    ("typed", "host", "port"),
    [
        ("192.168.1.20", "192.168.1.20", PORT),
        (" 192.168.1.20:9000\n", "192.168.1.20", 9000),
        ("Laptop.local", "laptop.local", PORT),
        ("laptop-van_anna:9000", "laptop-van_anna", 9000),
        ("[fe80::1]:9000", "fe80::1", 9000),
        ("[FD00::1]", "fd00::1", PORT),
        ("fd00::1", "fd00::1", PORT),
        ("fe80::1%eth0", "fe80::1%eth0", PORT),
    ],
)
def test_an_address_is_read_as_people_type_it(typed: str, host: str, port: int) -> None:
    assert parse_address(typed, PORT) == Address(host, port)


@pytest.mark.parametrize(
    ("link", "host", "port"),
    [
        ("https://192.168.1.20:8443/#K7F3-QM2P-9XYT", "192.168.1.20", 8442),
        ("HTTPS://laptop.local:9001/", "laptop.local", 9000),
        ("https://[fd00::1]:9001/#K7F3-QM2P-9XYT", "fd00::1", 9000),
        ("192.168.1.20:8443/#K7F3-QM2P-9XYT", "192.168.1.20", 8442),
        ("https://192.168.1.20:8443?x=1", "192.168.1.20", 8442),
        ("https://192.168.1.20/#K7F3-QM2P-9XYT", "192.168.1.20", PORT),
    ],
)
def test_a_link_names_the_port_for_browsers_one_above_the_programs(link: str, host: str, port: int) -> None:
    assert parse_address(link, PORT) == Address(host, port)


def test_the_usual_ports_follow_the_rule_of_links() -> None:
    assert parse_address(f"https://laptop.local:{WEB_PORT}/", 1) == Address("laptop.local", PORT)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "https://",
        "ftp://192.168.1.20",
        "192.168.1",
        "192.168.1.300",
        "8442",
        "192.168.1.20:",
        "192.168.1.20:0",
        "192.168.1.20:65536",
        "https://192.168.1.20:1/",
        "192.168.1.20:８４４２",
        "een laptop",
        "-laptop.local",
        "laptop..local",
        "iemand@laptop.local",
        "l\x1b[31maptop",
        "fe80::1%\x1b[31m",
        "[laptop.local]:8442",
        "[fd00::1",
        "fd00:::1",
        "a" * 64,
        ".".join(["abcdefg"] * 32),
    ],
)
def test_what_is_not_an_address_is_not_read(typed: str) -> None:
    assert parse_address(typed, PORT) is None


@given(st.one_of(st.ip_addresses(), st.from_regex(r"[a-z]{1,20}(\.[a-z]{1,20}){0,3}", fullmatch=True)), st.data())
def test_an_address_is_read_back_as_it_is_shown(host: object, data: st.DataObject) -> None:
    address = Address(str(host), data.draw(st.integers(1, 65535)))
    assert parse_address(address.text, 1) == address


@given(st.one_of(st.text(), st.text("htps:/[]0123456789.#-%f")))
def test_nothing_that_is_typed_breaks_reading(typed: str) -> None:
    address = parse_address(typed, PORT)
    assert address is None or (address.text.isprintable() and parse_address(address.text, 1) == address)


def test_a_link_carries_its_code() -> None:
    assert code_from_link("https://192.168.1.20:8443/#k7f3-qm2p-9xyt ") == Code("K7F3QM", "2P9XYT")


@pytest.mark.parametrize(
    "text", ["https://192.168.1.20:8443/", "https://192.168.1.20:8443/#", "K7F3-QM2P-9XYT", "#K7F3"]
)
def test_what_carries_no_code_gives_none(text: str) -> None:
    assert code_from_link(text) is None
