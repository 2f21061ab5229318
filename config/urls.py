"""The site's addresses."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

from config.api import api
from squads.forms.login import LoginForm
from squads.live import health
from squads.views import files

login = LoginView.as_view(authentication_form=LoginForm, redirect_authenticated_user=True)

urlpatterns = [
    path("admin/", admin.site.urls),
    path("login/", login, name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("favicon.ico", files.icon_file, {"name": "favicon.ico"}, name="favicon"),
    path(
        "apple-touch-icon.png",
        files.icon_file,
        {"name": "apple-touch-icon.png"},
        name="apple_touch_icon",
    ),
    path("robots.txt", files.robots, name="robots"),
    path("site.webmanifest", files.manifest, name="manifest"),
    path("health/live", health.health_live, name="health_live"),
    path("health/ready", health.health_ready, name="health_ready"),
    path("api/v1/", api.urls),
    path("", include("squads.urls")),
    path("", include("transfers.urls")),
]

if settings.DEBUG:
    from squads.views.styleguide import styleguide

    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))

handler400 = "squads.views.errors.bad_request"
handler403 = "squads.views.errors.forbidden"
handler404 = "squads.views.errors.not_found"
handler500 = "squads.views.errors.server_error"
