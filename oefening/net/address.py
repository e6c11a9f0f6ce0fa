"""Addresses: where other laptops reach this one, and what someone types to reach another.

A server listens on two ports: one for this program and, one above it, one for browsers. A link has the port for
browsers, since browsers open links; an address that is not a link has the program's port. So the port in a link that is
typed into this program is lowered by one. This module opens no connections and resolves no names.
"""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import ifaddr
from attrs import frozen

from oefening.net.join_codes import Code, parse_code

PORT = 8442
"""The default port for this program."""

WEB_PORT = PORT + 1
"""The default port for browsers."""

_PRIVATE_NETWORKS = (IPv4Network("192.168.0.0/16"), IPv4Network("10.0.0.0/8"), IPv4Network("172.16.0.0/12"))
"""Private networks, most likely first: small offices, large ones, and the range virtual machines mostly use."""

_UNIQUE_LOCAL = IPv6Network("fc00::/7")

_VIRTUAL_ADAPTER = re.compile(
    r"virtu|vpn|tunnel|tap-windows|hyper-v|vethernet|vmware|docker|wireguard|tailscale|zerotier|bluetooth|\bwsl\b"
    r"|^(veth|vmnet|vnet|vbox|br-|lxc|lxd|cni|podman|tun|tap|utun|wg|ppp|ipsec|zt)",
    re.IGNORECASE,
)
"""Names of adapters of virtual machines and tunnels: other laptops are seldom behind those."""

_HOTSPOT_ADAPTER = re.compile("wi-?fi direct|hosted network", re.IGNORECASE)
"""Windows also calls the adapter of its own hotspot virtual, but other laptops are behind it."""

_SCHEME = re.compile("https?://", re.IGNORECASE)
_HOST_AND_PORT = re.compile(r"(?:\[(?P<six>[^\[\]]*)\]|(?P<host>[^:\[\]]*))(?::(?P<port>[0-9]{1,5}))?")
_IPV6 = re.compile(r"[0-9a-f:.]+(%[\w.-]+)?", re.ASCII | re.IGNORECASE)
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST_NAME = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*")


@frozen
class Address:
    """Where a program listens: a name or an IP address without brackets, and its own port."""

    host: str
    port: int

    @property
    def text(self) -> str:
        """The address as people write it, IPv6 in brackets."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def own_addresses() -> tuple[str, ...]:
    """The addresses on which others on the local network may reach this machine, most likely first.

    IPv4, then IPv6. Those of virtual machines and tunnels come after those of real adapters. An IPv4 address that the
    machine gave itself (169.254) is only there where it has no other one: two laptops on a cable. Empty where there is
    no network, or where the system does not tell.
    """
    try:
        adapters = list(ifaddr.get_adapters())
    except OSError:
        return ()
    four: dict[IPv4Address, tuple[bool, bool, int]] = {}
    six: dict[IPv6Address, tuple[bool, bool]] = {}
    for adapter in adapters:
        for ip in adapter.ips:
            virtual = _is_virtual(adapter.nice_name) or _is_virtual(ip.nice_name)
            address = ip_address(ip.ip if isinstance(ip.ip, str) else ip.ip[0])
            if address.is_loopback or address.is_unspecified or address.is_multicast:
                continue
            if isinstance(address, IPv4Address):
                likely = next(
                    (rank for rank, network in enumerate(_PRIVATE_NETWORKS) if address in network),
                    len(_PRIVATE_NETWORKS),
                )
                four.setdefault(address, (address.is_link_local, virtual, likely))
            elif not address.is_link_local and not address.is_site_local:
                six.setdefault(address, (virtual, address not in _UNIQUE_LOCAL))
    leased = [address for address in four if not address.is_link_local]
    return (*map(str, sorted(leased or four, key=four.__getitem__)), *map(str, sorted(six, key=six.__getitem__)))


def parse_address(text: str, default_port: int) -> Address | None:
    """The address of a program that someone typed or pasted, a whole link included; None where it is none.

    Where no port is named it is the default one.
    """
    typed = text.strip()
    host_and_port = re.split("[/?#]", _SCHEME.sub("", typed, count=1), maxsplit=1)[0]
    match = _HOST_AND_PORT.fullmatch(host_and_port)
    if match is None:
        host, named = _parse_ipv6(host_and_port), None
    else:
        host = _parse_ipv6(match["six"]) if match["host"] is None else _parse_ipv4_or_name(match["host"])
        named = match["port"]
    if host is None:
        return None
    is_link = host_and_port != typed
    port = default_port if named is None else int(named) - is_link
    return Address(host, port) if 0 < port < 2**16 else None


def code_from_link(text: str) -> Code | None:
    """The join code behind the `#` of a link; None if there is none."""
    return parse_code(text.partition("#")[2])


def _is_virtual(name: str) -> bool:
    return _VIRTUAL_ADAPTER.search(name) is not None and _HOTSPOT_ADAPTER.search(name) is None


def _parse_ipv6(text: str) -> str | None:
    if _IPV6.fullmatch(text) is None:
        return None
    try:
        return str(IPv6Address(text))
    except ValueError:
        return None


def _parse_ipv4_or_name(text: str) -> str | None:
    name = text.lower()
    if _HOST_NAME.fullmatch(name) is None:
        return None
    if not name.rpartition(".")[2].isdigit():
        return name
    try:
        return str(IPv4Address(name))
    except ValueError:
        return None
