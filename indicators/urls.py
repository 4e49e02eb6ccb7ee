"""Pages of `indicators`: the work of agencies."""

from django.urls import URLPattern, URLResolver, path

from indicators.pages import owed_rows, submissions, submit, upload, work

urlpatterns: list[URLPattern | URLResolver] = [
    path("work/", work.MyWork.as_view(), name="work"),
    path("work/deliveries/", work.Deliveries.as_view(), name="work-deliveries"),
    path("work/submit/", submit.SubmitForm.as_view(), name="work-submit"),
    path("work/rows.csv", owed_rows.OwedRows.as_view(), name="work-rows"),
    path("work/rows.xlsx", owed_rows.OwedWorkbook.as_view(), name="work-rows-workbook"),
    path("work/upload/", upload.Upload.as_view(), name="work-upload"),
    path("submissions/<uuid:pk>/", submissions.SubmissionPage.as_view(), name="submission"),
    path("submissions/<uuid:pk>/withdraw/", submissions.Withdraw.as_view(), name="submission-withdraw"),
]
