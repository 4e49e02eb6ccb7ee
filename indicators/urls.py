"""Pages of `indicators`: the work of agencies."""

from django.urls import URLPattern, URLResolver, path

from indicators.pages import submissions, work

urlpatterns: list[URLPattern | URLResolver] = [
    path("work/", work.MyWork.as_view(), name="work"),
    path("submissions/<uuid:pk>/", submissions.SubmissionPage.as_view(), name="submission"),
    path("work/submit/", work.MyWork.as_view(), name="work-submit"),
]
