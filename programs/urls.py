"""Pages of `programs`."""

from django.urls import URLPattern, URLResolver, path

from programs.pages import accounts

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", accounts.SignIn.as_view(), name="sign-in"),
    path("sign-out/", accounts.SignOut.as_view(), name="sign-out"),
    path("account/", accounts.Account.as_view(), name="account"),
    path("account/password/", accounts.PasswordChange.as_view(), name="password"),
]
