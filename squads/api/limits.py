"""How often one household may ask. Each process counts for itself."""

import hashlib
import threading

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from ninja.throttling import SimpleRateThrottle

from squads.visitors import address_of, household_of


class AddressThrottle(threading.local, SimpleRateThrottle):
    """So many requests an address and minute; counted beside the pages' cache, not in it.

    The base class keeps what it reckons with on the instance, of which the API has one: here
    each thread has attributes of its own, and one at a time counts.
    """

    scope = "address"
    counting = threading.Lock()

    def __init__(self) -> None:
        super().__init__(settings.API_RATE)
        self.cache = caches["limits"]

    def allow_request(self, request: HttpRequest) -> bool:
        self.num_requests, self.duration = self.parse_rate(settings.API_RATE)
        with self.counting:
            return bool(super().allow_request(request))

    def get_cache_key(self, request: HttpRequest) -> str:
        meta = request.META
        address = address_of(meta.get("REMOTE_ADDR", ""), meta.get("HTTP_X_FORWARDED_FOR", ""))
        household = household_of(address).encode()
        name = hashlib.blake2b(household, digest_size=12).hexdigest()
        return f"api:{name}"
