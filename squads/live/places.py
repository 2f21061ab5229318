"""How many streams a process keeps open, in all and for one address."""

import resource
from collections import Counter

OTHER_FILES = 256  # descriptors left for pages, the database and what else is open


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


def descriptors() -> int:
    """Return how many files and connections this process may have open."""
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]
