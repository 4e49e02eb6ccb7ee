"""Pages of `programs`."""

from django.urls import URLPattern, URLResolver, path

from programs.pages import accounts, jobs, task_steps

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", accounts.SignIn.as_view(), name="sign-in"),
    path("sign-out/", accounts.SignOut.as_view(), name="sign-out"),
    path("account/", accounts.Account.as_view(), name="account"),
    path("account/password/", accounts.PasswordChange.as_view(), name="password"),
    path("tasks/<str:code>/steps/<slug:step>/", task_steps.TaskStep.as_view(), name="task-step"),
    path("tasks/<str:code>/progress/", task_steps.TaskProgress.as_view(), name="task-progress"),
    path("tasks/<str:code>/done/", task_steps.TaskDone.as_view(), name="task-done"),
    path("evidence/<int:pk>/file/", task_steps.EvidenceFile.as_view(), name="evidence-file"),
    path("jobs/<int:pk>/", jobs.JobPage.as_view(), name="job"),
]
