"""Reading an admin form as a browser does, changing fields in it and sending it."""

from html.parser import HTMLParser
from typing import Any

from django.urls import reverse


class Fields(HTMLParser):
    """What a browser would send of the page's forms, unchanged."""

    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, Any] = {}
        self.select = self.area = ""
        self.has_many = False

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        a = dict(attributes)
        name = a.get("name") or ""
        if tag == "input" and name and a.get("type") != "submit":
            if a.get("type") not in {"checkbox", "radio"}:
                self.data[name] = a.get("value") or ""
            elif "checked" in a:
                self.data[name] = a.get("value") or "on"
        elif tag == "select":
            self.select, self.has_many = name, "multiple" in a
            if not self.has_many:
                self.data.setdefault(name, "")
        elif tag == "option" and self.select and "selected" in a:
            value = a.get("value") or ""
            chosen = [*self.data.get(self.select, []), value] if self.has_many else value
            self.data[self.select] = chosen
        elif tag == "textarea":
            self.area = name
            self.data[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.data[self.area] += data


def fields_of(text: str) -> dict[str, Any]:
    reader = Fields()
    reader.feed(text)
    left_out = {"action", "q", ""}
    return {n: v for n, v in reader.data.items() if n not in left_out and "__prefix__" not in n}


def page(name: str, *args: Any) -> str:
    return reverse(f"admin:squads_{name}", args=args)


def open_form(visitor: Any, model: str, key: int | None = None) -> dict[str, Any]:
    """What the form to change a row (or to add one) holds when it is opened."""
    address = page(f"{model}_add") if key is None else page(f"{model}_change", key)
    return fields_of(visitor.get(address).text)


def send_form(visitor: Any, model: str, key: int | None, data: dict[str, Any]) -> Any:
    address = page(f"{model}_add") if key is None else page(f"{model}_change", key)
    return visitor.post(address, data | {"_save": "Save"})


def change(visitor: Any, row: Any, **fields: Any) -> Any:
    """Open a row's page, change fields, save."""
    model = row._meta.model_name
    return send_form(visitor, model, row.pk, open_form(visitor, model, row.pk) | fields)


def act(visitor: Any, model: str, action: str, *rows: Any) -> Any:
    """Tick rows on a changelist and run an action on them."""
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    return visitor.post(page(f"{model}_changelist"), data, follow=True)
