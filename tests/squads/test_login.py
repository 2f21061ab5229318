import pytest
from django.contrib.auth import get_user_model

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (
            {"username": "ann", "password": "wrong"},
            "That name and password do not belong together.",
        ),
        ({"username": "", "password": "right"}, "Write your name."),
        ({"username": "ann", "password": ""}, "Write your password."),
    ],
)
def test_what_is_wrong_is_said_in_the_words_of_the_page(reader, sent, said):
    get_user_model().objects.create_user("ann", password="right")
    assert said in reader.post("/login/", sent).text


def test_the_right_name_and_password_sign_in(reader):
    get_user_model().objects.create_user("ann", password="right")
    assert reader.post("/login/", {"username": "ann", "password": "right"}).status_code == 302
