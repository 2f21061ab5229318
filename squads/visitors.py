"""Where a request comes from."""

from django.conf import settings


def address_of(peer: str, forwarded: str) -> str:
    """Return a visitor's address: what the nearest proxy says, if it is trusted, else the peer.

    forwarded: the header X-Forwarded-For, whose last entry that proxy has added itself.
    """
    if settings.TRUST_PROXY and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return peer
