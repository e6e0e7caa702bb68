"""Which machines are on the public internet (IANA's special-purpose address registries)."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# Of IPv6, only this is handed out to machines on the internet. The IPv4 addresses that older
# notations wrap (mapped ::ffff:0:0/96, compatible ::/96) lie outside.
_UNICAST = IPv6Network("2000::/3")
# Inside it: 6to4 and Teredo, which lead to an IPv4 address that they wrap, and documentation.
_WRAPPED = (IPv6Network("2002::/16"), IPv6Network("2001::/23"), IPv6Network("3fff::/20"))
# The gateway that a network without IPv4 has to the IPv4 internet (RFC 6052).
_GATEWAY = IPv6Network("64:ff9b::/96")
# Not "private" to every release of Python 3.11, and no web server: relays of 6to4.
_OTHER = (IPv4Network("192.88.99.0/24"), IPv4Network("192.0.0.0/24"))


def is_public(address: Address, also: Iterable[Network] = ()) -> bool:
    """Whether anyone on the internet could reach it. `also`: networks that count as public."""
    if any(address in network for network in also):
        return True
    if isinstance(address, IPv6Address):
        if address in _GATEWAY:
            return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
        if address not in _UNICAST or any(address in network for network in _WRAPPED):
            return False
    if any(address in network for network in _OTHER):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)
