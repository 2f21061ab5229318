"""The form on which an analyst says what he thinks of a need."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from squads.forms.base import LIST_WORDS, TEXT_WORDS
from transfers.models import Link, NeedFlag, Scenario

Verdict = NeedFlag.Verdict
CHOICES = {
    Verdict.CONFIRMED: "Confirm it",
    Verdict.DISMISSED: "Dismiss it",
    Verdict.ADDRESSED: "Mark it as addressed",
    Verdict.ADDED: "Add it by hand",
}


class FlagForm(forms.Form):
    verdict = forms.ChoiceField(label="Your verdict")
    answer = forms.ChoiceField(label="Addressed by", required=False)
    note = forms.CharField(
        label="Reason or note",
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "wanted to dismiss a need or to add one"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    compared = ("verdict", "answer", "note")
    wide = ("note", "answer")

    def __init__(
        self, *args: Any, is_need: bool, answers: Iterable[Link | Scenario], **kwargs: Any
    ) -> None:
        """is_need: whether the position is thin. answers: links and scenarios to choose from."""
        super().__init__(*args, **kwargs)
        self.answers = {_key(answer): answer for answer in answers}
        offered = [v for v in CHOICES if is_need or v is not Verdict.CONFIRMED]
        listed = [(verdict.value, CHOICES[verdict]) for verdict in offered]
        self._choose("verdict", listed if is_need else listed[::-1])
        named = [(key, _name(answer)) for key, answer in self.answers.items()]
        self._choose("answer", [("", "Nothing yet" if named else "No link or scenario"), *named])
        self.fields["note"].error_messages |= TEXT_WORDS

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = cast(forms.ChoiceField, self.fields[name])
        field.choices = choices
        field.error_messages |= LIST_WORDS

    def clean_answer(self) -> Link | Scenario | None:
        return self.answers.get(self.cleaned_data["answer"])

    def clean(self) -> dict[str, Any]:
        """A link or scenario says something of a need that it addresses, and of no other."""
        data = self.cleaned_data
        if data.get("verdict") != Verdict.ADDRESSED:
            data["answer"] = None
        return data

    def focus(self, *, whole_page: bool) -> None:
        """Put the focus on the first field that is wrong, else on the first one."""
        wrong = [name for name in self.compared if name in self.errors]
        attrs = self.fields[(wrong or self.compared)[0]].widget.attrs
        attrs["data-autofocus"] = True
        if whole_page:
            attrs["autofocus"] = True


def initial_of(flag: NeedFlag | None) -> dict[str, Any]:
    """Return what the form shows of the flag that stands."""
    if flag is None:
        return {"version": 0}
    answer = flag.link or flag.scenario
    return {
        "verdict": flag.verdict,
        "answer": _key(answer) if answer else "",
        "note": flag.note,
        "version": flag.version,
    }


def _key(answer: Link | Scenario) -> str:
    return f"{answer._meta.model_name}-{answer.pk}"


def _name(answer: Link | Scenario) -> str:
    if isinstance(answer, Link):
        return f"Link: {answer} ({answer.get_stage_display().lower()})"
    return f"Scenario: {answer.name}"
