"""REST routes of `reports`, mounted under `/api/v1/`."""

from django.urls import URLPattern, URLResolver, path

from reports.api import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("evaluations/", views.EvaluationList.as_view(), name="evaluation-list"),
    path("evaluations/<uuid:pk>/", views.EvaluationDetail.as_view(), name="evaluation-detail"),
    path("reports/", views.ReportList.as_view(), name="report-list"),
    path(
        "reports/<int:pk>/files/<slug:language>.<slug:format>", views.ReportFileDownload.as_view(), name="report-file"
    ),
]
