"""Import and export of whole tables: choose a file, look at what it would do, then do it."""

import base64
import hashlib
import json
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import get_permission_codename
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import ConfirmImportForm, ExportForm, ImportForm
from import_export.results import Result

from squads.admin.base import one_touch

MOST_BYTES = 1_000_000
ABSENT = "---"  # what the library prints for a column that the table has not
PREVIEW_AGE_S = 24 * 3600
STALE = "What is stored changed since the preview; nothing was imported. Look at it again."


class SignedUpload:
    """The uploaded table, signed and carried by the confirmation form itself.

    So nothing lies about in a temporary folder, and any web node can do the second step.
    """

    def __init__(self, name: str = "", encoding: str | None = None, **kwargs: Any) -> None:
        self.name, self.encoding = name, encoding

    def save(self, data: bytes) -> None:
        packed = base64.b64encode(data).decode()
        self.name = signing.dumps(packed, salt="import", compress=True)

    def read(self) -> str | bytes:
        packed: str = signing.loads(self.name, salt="import", max_age=PREVIEW_AGE_S)
        data = base64.b64decode(packed)
        return data.decode(self.encoding) if self.encoding else data

    def remove(self) -> None:
        """Nothing is kept."""


class TableImportForm(ImportForm):
    skip_bad_rows = forms.BooleanField(
        required=False,
        label="Skip rows with errors",
        help_text="Otherwise one bad row stops the whole table.",
    )

    def clean_import_file(self) -> Any:
        file = self.cleaned_data["import_file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("The file is larger than 1 MB; split it.")
        return file


class TableConfirmForm(ConfirmImportForm):
    skip_bad_rows = forms.BooleanField(required=False, widget=forms.HiddenInput)
    preview = forms.CharField(widget=forms.HiddenInput)


def digest(result: Result) -> str:
    """Return what a table does, as one short text: equal for equal effects."""
    rows = [[row.import_type, [str(cell) for cell in row.diff or []]] for row in result.rows]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def column_errors(resource: Any, result: Result) -> list[dict[str, Any]]:
    """Return what is wrong as lines of the file with their columns."""
    columns = {field.attribute: field.column_name for field in resource.get_import_fields()}
    found = []
    for row in result.invalid_rows:
        errors = [
            (columns.get(name, ""), message)
            for name, said in row.error_dict.items()
            for message in said
        ]
        found.append(
            {
                "line": row.number + 1,
                "errors": errors,
                "values": [v for v in row.values if v != ABSENT],
            }
        )
    for row in result.error_rows:
        errors = [("", str(error.error)) for error in row.errors]
        found.append({"line": row.number + 1, "errors": errors, "values": []})
    return sorted(found, key=lambda entry: entry["line"])


class TableAdmin(ImportExportMixin):
    """CSV and XLSX in and out. Bad rows stop everything unless the user skips them."""

    formats = [CSV, XLSX]
    import_form_class = TableImportForm
    confirm_form_class = TableConfirmForm
    export_form_class = ExportForm
    import_template_name = "admin/squads/import.html"
    tmp_storage_class = SignedUpload

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Who imports may change rows and add them."""
        codes = [get_permission_codename(code, self.opts) for code in ("add", "change")]
        return request.user.has_perms(f"{self.opts.app_label}.{code}" for code in codes)

    def add_data_read_fail_error_to_form(self, form: forms.Form, error: Exception) -> None:
        form.add_error(
            "import_file",
            "The file cannot be read as the chosen format. A CSV is in UTF-8, has its columns' "
            f"names in line 1 and as many cells in every line ({type(error).__name__}).",
        )

    def import_action(self, request: HttpRequest, **kwargs: Any) -> Any:
        """Show what the table would do, and offer to do it where that is allowed."""
        response = super().import_action(request, **kwargs)
        context = response.context_data
        result: Result | None = context.get("result")
        if result is None:
            return response
        form = context["form"]
        resource = self.choose_import_resource_class(form, request)()
        context["bad_lines"] = column_errors(resource, result)
        hopeless = bool(result.base_errors or result.error_rows)
        if not hopeless and (not context["bad_lines"] or form.cleaned_data["skip_bad_rows"]):
            confirm = self.create_confirm_form(request, import_form=form)
            confirm.initial["preview"] = digest(result)
            context["confirm_form"] = confirm
        return response

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_confirm_form_initial(request, import_form)
        if import_form is not None:
            initial["skip_bad_rows"] = import_form.cleaned_data["skip_bad_rows"]
        return initial

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            with one_touch(request):
                return super().process_import(request, **kwargs)  # type: ignore[no-any-return]
        except signing.BadSignature:
            messages.error(request, "The preview is too old. Choose the file again.")
            return HttpResponseRedirect(self._url("import"))

    def process_dataset(
        self, dataset: Any, form: Any, request: HttpRequest, **kwargs: Any
    ) -> Result:
        """Import for good; take everything back where it is not what the preview showed."""
        resource = self.choose_import_resource_class(form, request)()
        with transaction.atomic():
            result: Result = resource.import_data(
                dataset,
                user=request.user,
                retain_instance_in_row_result=True,
                rollback_on_validation_errors=not form.cleaned_data["skip_bad_rows"],
            )
            result.is_stale = digest(result) != form.cleaned_data["preview"]
            if result.is_stale:
                transaction.set_rollback(True)
            else:
                request.noted_clubs |= resource.noted_clubs  # type: ignore[attr-defined]
        return result

    def process_result(self, result: Result, request: HttpRequest) -> HttpResponse:
        if result.is_stale:
            messages.error(request, STALE)
            return HttpResponseRedirect(self._url("import"))
        response: HttpResponse = super().process_result(result, request)
        return response

    def add_success_message(self, result: Result, request: HttpRequest) -> None:
        totals = result.totals
        text = (
            f"Imported: {totals['new']} new, {totals['update']} changed, "
            f"{totals['skip']} unchanged, {totals['invalid']} with errors left out."
        )
        messages.success(request, text)

    def _url(self, page: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}")
