"""REST routes of `indicators`, mounted under `/api/v1/`."""

from django.urls import URLPattern, URLResolver, path

from indicators.api import submissions

urlpatterns: list[URLPattern | URLResolver] = [
    path("submissions/", submissions.SubmissionList.as_view(), name="submission-list"),
    path("submissions/<uuid:id>/", submissions.SubmissionDetail.as_view(), name="submission-detail"),
    path("submissions/<uuid:id>/accept/", submissions.SubmissionAccept.as_view(), name="submission-accept"),
    path("submissions/<uuid:id>/return/", submissions.SubmissionReturn.as_view(), name="submission-return"),
]
