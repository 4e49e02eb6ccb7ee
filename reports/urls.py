"""Pages of `reports`: the leadership portal, its tasks and figures, and the reports."""

from django.urls import URLPattern, URLResolver, path

from reports.pages import dashboard, indicators, lineage, measures, places, reports, task_list, tasks

PROGRAM = "programs/<slug:code>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("programs/", dashboard.Programs.as_view(), name="dashboard"),
    path(PROGRAM, dashboard.Dashboard.as_view(), name="program"),
    path(f"{PROGRAM}indicators/<str:indicator>/", indicators.IndicatorPage.as_view(), name="indicator"),
    path(f"{PROGRAM}zones/<str:zone>/", places.ZonePage.as_view(), name="zone"),
    path(f"{PROGRAM}sections/<str:section>/", places.SectionPage.as_view(), name="section"),
    path(f"{PROGRAM}measures/<str:measure>/", measures.MeasurePage.as_view(), name="measure"),
    path(f"{PROGRAM}tasks/", task_list.TaskList.as_view(), name="tasks"),
    path(f"{PROGRAM}coverage/", measures.Coverage.as_view(), name="coverage"),
    path("tasks/<str:code>/", tasks.TaskPage.as_view(), name="task"),
    path("lineage/<uuid:evaluation>/<str:indicator>/<str:zone>", lineage.Lineage.as_view(), name="lineage"),
    path("reports/", reports.ReportList.as_view(), name="reports"),
    path("reports/start/", reports.ReportStart.as_view(), name="report-start"),
    path("reports/<str:number>/", reports.ReportPage.as_view(), name="report"),
    path(
        "reports/<str:number>/page/<str:language>/",
        reports.ReportFrame.as_view(),
        {"format": "html"},
        name="report-frame",
    ),
    path(
        "reports/<str:number>/files/<str:language>.<str:format>", reports.ReportDownload.as_view(), name="report-file"
    ),
]
