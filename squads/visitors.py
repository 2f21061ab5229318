"""Where a request comes from, and who is counted together."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings

NETWORK_BITS = 64  # of an IPv6 address: what one household has


def address_of(peer: str, forwarded: str) -> str:
    """Return a visitor's address: what the nearest proxy says, if it is trusted, else the peer.

    forwarded: the header X-Forwarded-For, whose last entry that proxy has added itself.
    """
    if settings.TRUST_PROXY and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return peer


def household_of(address: str) -> str:
    """Return what is counted together: an IPv4 address, or a network of IPv6 addresses."""
    try:
        found = ip_address(address.strip().strip("[]"))
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ip_network((found.packed, NETWORK_BITS), strict=False))
    return str(found)
