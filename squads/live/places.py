"""How many streams a process keeps open, in all and for one address."""

import resource
from collections import Counter
from ipaddress import IPv6Address, ip_address, ip_network

OTHER_FILES = 256  # descriptors left for pages, the database and what else is open
NETWORK_BITS = 64  # of an IPv6 address: what one household has


class Places:
    """Counts who is inside."""

    def __init__(self, most: int, most_per_address: int) -> None:
        self.most, self.most_per_address = most, most_per_address
        self.taken: Counter[str] = Counter()
        self.total = 0

    @property
    def full(self) -> bool:
        return self.total >= min(self.most, descriptors() - OTHER_FILES)

    def full_for(self, household: str) -> bool:
        return self.taken[household] >= self.most_per_address

    def take(self, household: str) -> None:
        self.taken[household] += 1
        self.total += 1

    def give_back(self, household: str) -> None:
        self.total -= 1
        self.taken[household] -= 1
        if not self.taken[household]:
            del self.taken[household]


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


def descriptors() -> int:
    """Return how many files and connections this process may have open."""
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]
