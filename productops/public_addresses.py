"""Which addresses the portal may call: public ones, and those that whoever runs it allows by name. Pure.

What a person types as an address, or what a name resolves to, could lead to the portal's own neighbours: its database,
the cloud's metadata service, somebody's printer. Python's own `is_private` and `is_global` forget some of them
(100.64/10, an IPv4 address wrapped into an IPv6 one), so what is public is written down here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_NOT_PUBLIC_4 = tuple(
    IPv4Network(each)
    for each in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
_PUBLIC_6 = IPv6Network("2000::/3")  # all of IPv6 that is given out for use on the Internet; inside of it not:
_NOT_PUBLIC_6 = tuple(IPv6Network(each) for each in ("2001::/23", "2001:db8::/32", "3fff::/20"))
# IPv6 addresses that stand for an IPv4 one: mapped, translated (NAT64), 6to4; and where in them it stands.
_WRAPPED = (
    (IPv6Network("::ffff:0:0/96"), 0),
    (IPv6Network("64:ff9b::/96"), 0),
    (IPv6Network("2002::/16"), 80),
)
_LOOPBACK: tuple[Network, ...] = (
    IPv4Network("127.0.0.0/8"),
    IPv6Network("::1/128"),
    IPv6Network("::ffff:127.0.0.0/104"),
)
_NUMBER_LAST = re.compile(r"(?:^|\.)(?:[0-9]+|0[xX][0-9a-fA-F]*)\.?$")


def is_public(address: Address) -> bool:
    """Whether this belongs to the Internet at large. An IPv4 address wrapped into an IPv6 one counts as itself."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    if address.scope_id:
        return False
    for network, shift in _WRAPPED:
        if address in network:
            return is_public(IPv4Address((int(address) >> shift) & 0xFFFFFFFF))
    return address in _PUBLIC_6 and not any(address in network for network in _NOT_PUBLIC_6)


def plain_host(host: str) -> str:
    """A host as it is looked up: in ASCII, small letters, without a dot at its end.

    Raises ValueError for what is none, and for numbers that only some programs read as an address ('127.1',
    '2130706433', '0x7f.0.0.1', '010.0.0.1').
    """
    if not host or not host.isprintable() or any(letter in host for letter in " %/\\@?#<>[]"):
        raise ValueError("no host")
    if ":" in host:
        return str(IPv6Address(host))
    try:
        name = host.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError:
        raise ValueError("no host") from None
    if _NUMBER_LAST.search(name):
        return str(IPv4Address(name))
    if not name:
        raise ValueError("no host")
    return name


@dataclass(frozen=True)
class Allowed:
    """What may be called although it is not public: `places` (host and port as in the address) and whole networks."""

    places: frozenset[tuple[str, int]] = frozenset()
    networks: tuple[Network, ...] = ()

    def covers(self, host: str, port: int, address: Address) -> bool:
        """Whether `address`, reached as this host and port, was allowed by hand."""
        return (host, port) in self.places or any(
            address.version == network.version and address in network for network in self.networks
        )

    @property
    def loopback(self) -> bool:
        """Whether anything of this leads to the machine itself."""
        return any(
            host == "localhost" or host.endswith(".localhost") or _is_loopback(host) for host, _ in self.places
        ) or any(
            network.version == own.version and network.overlaps(own) for network in self.networks for own in _LOOPBACK
        )


def allowed(entries: Iterable[str]) -> Allowed:
    """From `host:port` and CIDR entries. Raises ValueError naming the entry that is neither."""
    places, networks = set(), []
    for entry in entries:
        try:
            if "/" in entry:
                networks.append(ip_network(entry))
                continue
            host, _, port = entry.rpartition(":")
            if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
                raise ValueError
            places.add((plain_host(host.removeprefix("[").removesuffix("]")), int(port)))
        except ValueError:
            raise ValueError(f"{entry!r} is neither host:port nor a network such as 10.20.0.0/16") from None
    return Allowed(frozenset(places), tuple(networks))


def _is_loopback(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return any(address.version == own.version and address in own for own in _LOOPBACK) or not int(address)
