"""Which address is answered by what."""

from django.urls import URLPattern, URLResolver, include, path

from keskio.config.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("keskio.interfaces.api.urls")),
    path("", include("keskio.interfaces.desk.urls")),
    path("accounts/", include("keskio.config.accounts")),
    path("healthz", healthz, name="health"),
]

handler400 = "keskio.look.errors.bad_request"
handler403 = "keskio.look.errors.permission_denied"
handler404 = "keskio.look.errors.page_not_found"
handler500 = "keskio.look.errors.server_error"
