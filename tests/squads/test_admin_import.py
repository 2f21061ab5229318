"""Tables in and out of the admin: preview first, all or nothing, errors with line and column."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from squads.models import Change, Club, Contract, Injury, Player, ReturnEstimate
from tests.factories import make_club, make_contract, make_injury, make_loan, make_player
from tests.squads.admin_pages import fields_of, page

pytestmark = pytest.mark.slow  # the admin, form by form

CSV, XLSX = "0", "1"


@pytest.fixture
def gomez(db):
    return make_player("Joe Gomez", club=make_club("Liverpool"))


def written(*lines):
    file = io.StringIO()
    csv.writer(file).writerows(line.split(",") for line in lines)
    return file.getvalue().encode()


def sheet(*rows):
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def preview(visitor, model, data, *, kind=CSV, skip=False):
    file = SimpleUploadedFile("table", data)
    form = {"import_file": file, "format": kind, "resource": "0"}
    return visitor.post(page(f"{model}_import"), form | ({"skip_bad_rows": "on"} if skip else {}))


def confirm(visitor, model, answer):
    """Press the button of a preview; without one this fails."""
    data = fields_of(answer.text)
    assert "preview" in data, "the preview offers nothing to confirm"
    return visitor.post(page(f"{model}_process_import"), data, follow=True)


def bring_in(visitor, model, data, **options):
    return confirm(visitor, model, preview(visitor, model, data, **options))


def exported(visitor, model, kind=CSV, **filters):
    query = {"QUERY_STRING": "&".join(f"{n}={v}" for n, v in filters.items())}
    form = {"format": kind, "resource": "0"}
    return visitor.post(page(f"{model}_export"), form, **query).content


INJURY = "player,kind,diagnosis,began_on,expected_until"


def test_a_table_brings_in_a_new_injury(editor, gomez):
    bring_in(editor, "injury", written(INJURY, "joe-gomez,injury,Knee,2025-09-24,2025-11-12"))
    assert str(Injury.objects.get()) == "Joe Gomez: Knee (2025-09-24)"
    assert Injury.objects.get().body_part == "knee"  # which the diagnosis names


def test_a_preview_saves_nothing(editor, gomez):
    preview(editor, "injury", written(INJURY, "joe-gomez,injury,Knee,2025-09-24,"))
    assert not Injury.objects.exists()


def test_a_preview_shows_what_would_change(editor, gomez):
    make_injury(player=gomez, diagnosis="Knee")
    line = "joe-gomez,injury,ACL tear,2025-09-24,"
    text = preview(editor, "injury", written(INJURY, line)).text
    assert "<del>Knee</del> <ins>ACL tear</ins>" in text


def test_a_preview_escapes_what_it_shows(editor, gomez):
    text = preview(editor, "injury", written(INJURY, "joe-gomez,injury,<b>,2025-09-24,")).text
    assert "<ins>&lt;b&gt;</ins>" in text


def test_a_row_that_is_stored_is_changed_not_doubled(editor, gomez):
    make_injury(player=gomez)
    bring_in(editor, "injury", written(INJURY, "joe-gomez,injury,ACL tear,2025-09-24,"))
    assert Injury.objects.get().diagnosis == "ACL tear"


def test_columns_that_are_not_in_the_table_keep_their_values(editor, gomez):
    make_injury(player=gomez, source="The club")
    bring_in(editor, "injury", written(INJURY, "joe-gomez,injury,ACL tear,2025-09-24,"))
    assert Injury.objects.get().source == "The club"


def test_an_import_touches_the_club_once(editor, gomez):
    lines = ["joe-gomez,injury,Knee,2025-09-24,", "joe-gomez,injury,Foot,2025-08-01,2025-08-09"]
    bring_in(editor, "injury", written(INJURY, *lines))
    assert Club.objects.get().version == 2


def test_an_import_keeps_every_expected_return(editor, gomez):
    make_injury(player=gomez, expected_until="2025-11-12")
    bring_in(editor, "injury", written(INJURY, "joe-gomez,injury,Knee,2025-09-24,2025-11-26"))
    given = ReturnEstimate.objects.values_list("expected_until", flat=True)
    assert [str(day) for day in given] == ["2025-11-12", "2025-11-26"]


def test_an_import_is_in_the_log_with_who_did_it(editor, gomez):
    bring_in(editor, "injury", written(INJURY, "joe-gomez,injury,Knee,2025-09-24,"))
    change = Change.objects.get()
    assert (change.by, change.source) == (editor.user, "imported table")


def test_an_import_is_in_the_history_with_who_did_it(editor, gomez):
    bring_in(editor, "injury", written(INJURY, "joe-gomez,injury,Knee,2025-09-24,"))
    assert Injury.history.get().history_user == editor.user


def test_an_import_raises_the_version_of_a_changed_row(editor, gomez):
    make_injury(player=gomez)
    bring_in(editor, "injury", written(INJURY, "joe-gomez,injury,ACL tear,2025-09-24,"))
    assert Injury.objects.get().version == 2


def test_an_unchanged_row_is_left_alone(editor, gomez):
    make_injury(player=gomez, diagnosis="Knee")
    bring_in(editor, "injury", written(INJURY, "joe-gomez,injury,Knee,2025-09-24,"))
    assert Injury.objects.get().version == 1


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        ("nobody,injury,Knee,2025-09-24,", "player", "There is no player with the slug"),
        (",injury,Knee,2025-09-24,", "player", "cannot be null"),
        ("joe-gomez,flu,Knee,2025-09-24,", "kind", "is not a valid choice"),
        ("joe-gomez,injury,,2025-09-24,", "diagnosis", "cannot be blank"),
        ("joe-gomez,injury,Knee,24/09/2025,", "began_on", "is not a day"),
        ("joe-gomez,injury,Knee,2025-09-24,soon", "expected_until", "is not a day"),
        ("joe-gomez,injury,Knee,2025-09-24,2025-09-01", "", "latest expected return"),
    ],
)
def test_a_bad_cell_is_named_by_line_and_column(editor, gomez, line, column, message):
    good = "joe-gomez,injury,Foot,2025-08-01,2025-08-09"
    answer = preview(editor, "injury", written(INJURY, good, line))
    said = [
        (bad["line"], at) for bad in answer.context["bad_lines"]
        for at, text in bad["errors"] if message in text
    ]  # fmt: skip
    assert said == [(3, column)]


def test_two_lines_about_one_row_are_refused(editor, gomez):
    lines = ["joe-gomez,injury,Knee,2025-09-24,", "joe-gomez,injury,Foot,2025-09-24,"]
    text = preview(editor, "injury", written(INJURY, *lines)).text
    assert "Line 2 is about the same row" in text


BAD_AND_GOOD = [
    INJURY,
    "nobody,injury,Knee,2025-09-24,",
    "joe-gomez,injury,Knee,2025-09-24,",
]


def test_one_bad_row_leaves_nothing_to_confirm(editor, gomez):
    answer = preview(editor, "injury", written(*BAD_AND_GOOD))
    assert "Confirm import" not in answer.text


def test_bad_rows_are_left_out_when_the_user_says_so(editor, gomez):
    bring_in(editor, "injury", written(*BAD_AND_GOOD), skip=True)
    assert Injury.objects.get().player == gomez


def test_rows_that_are_left_out_are_still_named(editor, gomez):
    answer = preview(editor, "injury", written(*BAD_AND_GOOD), skip=True)
    assert "There is no player with the slug “nobody”" in answer.text


def test_what_changed_since_the_preview_stops_the_import(editor, gomez):
    injury = make_injury(player=gomez, diagnosis="Knee")
    answer = preview(editor, "injury", written(INJURY, "joe-gomez,injury,Foot,2025-09-24,"))
    Injury.objects.filter(pk=injury.pk).update(diagnosis="Ankle")
    text = confirm(editor, "injury", answer).text
    assert "changed since the preview" in text and Injury.objects.get().diagnosis == "Ankle"


def test_an_import_that_is_stopped_touches_no_club(editor, gomez):
    injury = make_injury(player=gomez, diagnosis="Knee")
    answer = preview(editor, "injury", written(INJURY, "joe-gomez,injury,Foot,2025-09-24,"))
    Injury.objects.filter(pk=injury.pk).update(diagnosis="Ankle")
    confirm(editor, "injury", answer)
    assert Club.objects.get().version == 1


def test_a_tampered_upload_is_refused(editor, gomez):
    answer = preview(editor, "injury", written(INJURY, "joe-gomez,injury,Knee,2025-09-24,"))
    data = fields_of(answer.text)
    data["import_file_name"] = "x" + data["import_file_name"]
    editor.post(page("injury_process_import"), data)
    assert not Injury.objects.exists()


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("player,began_on,diagnosys", "Unknown column: diagnosys"),
        ("player,diagnosis", "Missing column: began_on"),
    ],
)
def test_a_table_with_wrong_columns_is_refused(editor, gomez, header, message):
    line = ",".join("x" for _ in header.split(","))
    assert message in preview(editor, "injury", written(header, line)).text


@pytest.mark.parametrize(
    ("data", "kind"),
    [(b"player\xff\xfe", CSV), (b"no workbook", XLSX), (b"a,b\n1,2,3\n", CSV), (b"", CSV)],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(editor, gomez, data, kind):
    answer = preview(editor, "injury", data, kind=kind)
    assert answer.context["form"].errors["import_file"]


def test_a_spreadsheet_with_real_dates_comes_in(editor, gomez):
    import datetime as dt

    began_on = dt.datetime(2025, 9, 24)  # noqa: DTZ001
    rows = [INJURY.split(","), ["joe-gomez", "injury", "Knee", began_on, None]]
    bring_in(editor, "injury", sheet(*rows), kind=XLSX)
    assert str(Injury.objects.get().began_on) == "2025-09-24"


def test_an_exported_table_comes_back_unchanged(admin_client, gomez):
    make_loan(parent=gomez.contracts.get(), club=make_club("Milan"), squad_number=5)
    answer = preview(admin_client, "contract", exported(admin_client, "contract"))
    assert {row.import_type for row in answer.context["result"].rows} == {"skip"}


@pytest.mark.parametrize("model", ["club", "player", "contract", "injury"])
def test_an_exported_spreadsheet_comes_back_unchanged(admin_client, gomez, model):
    make_injury(player=gomez, expected_until="2025-11-12", chance=25)
    data = exported(admin_client, model, XLSX)
    answer = preview(admin_client, model, data, kind=XLSX)
    assert [row.import_type for row in answer.context["result"].rows] == ["skip"]


def test_a_loan_comes_in_with_the_club_that_lends(editor, gomez):
    make_club("Milan")
    header = "player,club,kind,starts_on,ends_on,lent_by"
    line = "joe-gomez,milan,loan,2025-09-01,2026-06-30,liverpool"
    bring_in(editor, "contract", written(header, line))
    assert Contract.objects.get(kind="loan").parent == gomez.contracts.get(kind="permanent")


def test_a_loan_from_a_club_he_has_no_contract_with_is_refused(editor, gomez):
    make_club("Milan")
    header = "player,club,kind,starts_on,ends_on,lent_by"
    line = "joe-gomez,liverpool,loan,2025-09-01,2026-06-30,milan"
    answer = preview(editor, "contract", written(header, line))
    assert answer.context["bad_lines"][0]["errors"][0][0] == "lent_by"


def test_a_second_permanent_contract_on_a_day_is_refused(editor, gomez):
    make_club("Milan")
    header = "player,club,kind,starts_on"
    answer = preview(editor, "contract", written(header, "joe-gomez,milan,permanent,2025-09-01"))
    assert answer.context["bad_lines"][0]["errors"][0][0] == "starts_on"


def test_players_come_in_and_are_found_without_accents(editor):
    header = "slug,full_name,known_as,short_name,height_cm"
    bring_in(editor, "player", written(header, "konate,Ibrahima Konaté,Konaté,Ibou,194"))
    man = Player.objects.matching("Konate").get()
    assert (man.short_name, man.height_cm) == ("Ibou", 194)


def test_a_height_that_is_no_number_is_named(editor, db):
    header = "slug,full_name,known_as,height_cm"
    answer = preview(editor, "player", written(header, "konate,A,B,tall"))
    assert answer.context["bad_lines"][0]["errors"] == [
        ("height_cm", "“tall” is not a whole number.")
    ]


def test_clubs_come_in_by_the_administrator(admin_client, gomez):
    header = "slug,name,short_name,competition,formation,colour,second_colour"
    line = "everton,Everton,Everton,premier-league,4-2-3-1,#003399,#ffffff"
    bring_in(admin_client, "club", written(header, line))
    assert Club.objects.get(slug="everton").competition.slug == "premier-league"


def test_an_editor_may_not_import_clubs(editor):
    assert editor.get(page("club_import")).status_code == 403


def test_an_analyst_may_not_import(analyst):
    assert analyst.get(page("injury_import")).status_code == 403


def test_an_analyst_may_export(analyst, gomez):
    make_injury(player=gomez)
    assert b"joe-gomez,injury,Hamstring injury" in exported(analyst, "injury")


def test_an_export_holds_what_the_list_was_narrowed_to(editor, gomez):
    make_contract()
    assert (
        exported(editor, "contract", club__id__exact=gomez.contracts.get().club_id).count(b"\r\n")
        == 2
    )


def test_an_exported_spreadsheet_holds_iso_days(editor, gomez):
    make_injury(player=gomez)
    book = load_workbook(io.BytesIO(exported(editor, "injury", XLSX)))
    assert "2025-09-24" in [cell.value for cell in book.active[2]]


@pytest.mark.parametrize("model", ["club", "player", "contract", "injury"])
def test_the_queries_of_an_export_do_not_grow_with_its_rows(
    admin_client, django_assert_max_num_queries, model
):
    for _ in range(30):
        player = make_player(club=make_club())
        make_loan(parent=player.contracts.get())
        make_injury(player=player)
    with django_assert_max_num_queries(9):
        exported(admin_client, model)
