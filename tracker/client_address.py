"""The address of a client, for counting failed sign-ins: behind our proxies what the outermost of them saw."""

from ipaddress import ip_address

from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle


def client_address(request: HttpRequest) -> str:
    """The address by the same rule as the API's throttles; the connection's own where a proxy told no address.

    Without it all clients of a proxy would be one, and anybody could lock out an account for everybody.
    """
    told = str(BaseThrottle().get_ident(Request(request)))
    try:
        return str(ip_address(told))
    except ValueError:
        return str(request.META.get("REMOTE_ADDR", ""))
