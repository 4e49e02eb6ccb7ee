"""REST routes of `programs`, mounted under `/api/v1/`."""

from django.urls import URLPattern, URLResolver, path

from programs.api import jobs, plans, schema, tasks

__all__ = ["schema", "urlpatterns"]  # the schema extension registers itself when it is imported

urlpatterns: list[URLPattern | URLResolver] = [
    path("programs/", plans.ProgramList.as_view(), name="program-list"),
    path("sections/", plans.SectionList.as_view(), name="section-list"),
    path("measures/", plans.MeasureList.as_view(), name="measure-list"),
    path("zones/", plans.ZoneList.as_view(), name="zone-list"),
    path("agencies/", plans.AgencyList.as_view(), name="agency-list"),
    path("tasks/", tasks.TaskList.as_view(), name="task-list"),
    path("tasks/<str:code>/", tasks.TaskDetail.as_view(), name="task-detail"),
    path("tasks/<str:code>/transitions/", tasks.TaskTransitions.as_view(), name="task-transitions"),
    path("tasks/<str:code>/progress/", tasks.TaskProgress.as_view(), name="task-progress"),
    path("jobs/<int:pk>/", jobs.JobDetail.as_view(), name="job-detail"),
]
