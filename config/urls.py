"""The site's addresses."""

from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

from squads.forms.login import LoginForm

login = LoginView.as_view(authentication_form=LoginForm, redirect_authenticated_user=True)

urlpatterns = [
    path("admin/", admin.site.urls),
    path("login/", login, name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("", include("squads.urls")),
    path("", include("transfers.urls")),
]

handler400 = "squads.views.errors.bad_request"
handler403 = "squads.views.errors.forbidden"
handler404 = "squads.views.errors.not_found"
handler500 = "squads.views.errors.server_error"
