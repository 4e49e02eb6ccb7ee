"""Tells the OpenAPI schema about agency keys."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class AgencyKeyScheme(OpenApiAuthenticationExtension):
    """`Authorization: Bearer pz_…`."""

    target_class = "programs.api.authentication.AgencyKeyAuthentication"
    name = "agencyKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A bearer scheme."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "pz_…"}
