"""A password hasher that costs nothing, for tests alone."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):
    algorithm = "quick"
    iterations = 1
