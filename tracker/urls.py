"""The URL tree: pages, admin, the REST API under `/api/v1/`, its schema and documentation, and health."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from programs.pages.language import choose_language
from tracker.pages.home import home

handler400 = "tracker.pages.errors.bad_request"
handler403 = "tracker.pages.errors.permission_denied"
handler404 = "tracker.pages.errors.not_found"
handler500 = "tracker.pages.errors.server_error"

urlpatterns = [
    path("", home, name="home"),
    path("admin/", admin.site.urls),
    path("i18n/setlang/", choose_language, name="set_language"),
    path("api/v1/schema/", SpectacularAPIView.as_view(api_version="v1"), name="api-schema"),
    path("api/v1/docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
    path("api/v1/", include(("programs.api.urls", "programs-api"))),
    path("api/v1/", include(("indicators.api.urls", "indicators-api"))),
    path("api/v1/", include(("reports.api.urls", "reports-api"))),
    path("", include("tracker.health_urls")),
    path("", include("programs.urls")),
    path("", include("indicators.urls")),
    path("", include("reports.urls")),
]
