"""The form to sign in with."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm


class LoginForm(AuthenticationForm):
    """Django's own, in the words of its page."""

    error_messages = {
        "invalid_login": "That name and password do not belong together.",
        "inactive": "This account is closed. Ask an administrator.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].error_messages["required"] = "Write your name."
        self.fields["password"].error_messages["required"] = "Write your password."
