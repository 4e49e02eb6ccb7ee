"""REST routes of `indicators`, mounted under `/api/v1/`."""

from django.urls import URLPattern, URLResolver, path

from indicators.api import definitions, obligations, observations, sdmx, submissions

urlpatterns: list[URLPattern | URLResolver] = [
    path("indicators/", definitions.IndicatorList.as_view(), name="indicator-list"),
    path("targets/", definitions.TargetList.as_view(), name="target-list"),
    path("periods/", definitions.PeriodList.as_view(), name="period-list"),
    path("units/", definitions.UnitList.as_view(), name="unit-list"),
    path("dimensions/", definitions.DimensionList.as_view(), name="dimension-list"),
    path("obligations/", obligations.ObligationList.as_view(), name="obligation-list"),
    path("observations/", observations.ObservationList.as_view(), name="observation-list"),
    path("submissions/", submissions.SubmissionList.as_view(), name="submission-list"),
    path("submissions/<uuid:id>/", submissions.SubmissionDetail.as_view(), name="submission-detail"),
    path("submissions/<uuid:id>/accept/", submissions.SubmissionAccept.as_view(), name="submission-accept"),
    path("submissions/<uuid:id>/return/", submissions.SubmissionReturn.as_view(), name="submission-return"),
    path("submissions/<uuid:id>/withdraw/", submissions.SubmissionWithdraw.as_view(), name="submission-withdraw"),
    path("sdmx/data/<str:flow>/", sdmx.SdmxAllData.as_view(), name="sdmx-data-all"),
    path("sdmx/data/<str:flow>/<str:key>/", sdmx.SdmxData.as_view(), name="sdmx-data"),
    path("sdmx/dataflow/", sdmx.SdmxWholeStructure.as_view(), name="sdmx-dataflows"),
    path("sdmx/dataflow/PZ/OBSERVATIONS/", sdmx.SdmxWholeStructure.as_view(), name="sdmx-dataflow"),
    path("sdmx/dataflow/PZ/OBSERVATIONS/<str:version>/", sdmx.SdmxStructure.as_view(), name="sdmx-dataflow-version"),
    path("sdmx/datastructure/PZ/DSD_OBSERVATIONS/", sdmx.SdmxWholeStructure.as_view(), name="sdmx-datastructure"),
    path(
        "sdmx/datastructure/PZ/DSD_OBSERVATIONS/<str:version>/",
        sdmx.SdmxStructure.as_view(),
        name="sdmx-datastructure-version",
    ),
]
