"""How often one address may ask. Each process counts for itself."""

import hashlib

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from ninja.throttling import SimpleRateThrottle


class AddressThrottle(SimpleRateThrottle):
    """So many requests an address and minute; counted beside the pages' cache, not in it."""

    scope = "address"

    def __init__(self) -> None:
        super().__init__(settings.API_RATE)
        self.cache = caches["limits"]

    def allow_request(self, request: HttpRequest) -> bool:
        self.num_requests, self.duration = self.parse_rate(settings.API_RATE)
        return bool(super().allow_request(request))

    def get_cache_key(self, request: HttpRequest) -> str:
        name = hashlib.blake2b(address_of(request).encode(), digest_size=12).hexdigest()
        return f"api:{name}"


def address_of(request: HttpRequest) -> str:
    """Return where a request comes from: what the nearest proxy says, if it is trusted."""
    told = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.TRUST_PROXY and told:
        return str(told).rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
