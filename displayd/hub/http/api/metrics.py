"""Values that are pushed."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from displayd.errors import DocumentError
from displayd.hub.http.callers import key_that_pushes
from displayd.hub.http.endpoint import Answer, Body, Caller, Parameter, endpoint
from displayd.hub.http.error_answers import BAD_VALUE, NO_METRIC, NOT_PUSHED, Refused
from displayd.hub.http.push import MAX_BODY_BYTES, Pushed, reading_of
from displayd.hub.http.request_body import body_of_request
from displayd.hub.metrics.definition import MetricId
from displayd.hub.push_keys import may_write
from displayd.hub.sources.registry import source_of
from displayd.hub.state import Hub
from displayd.validation.faults import suggestion

__all__ = ["push"]


@endpoint(
    "PUT",
    "/v1/metrics/{metric}",
    Answer(202, "Taken and shown, but not on disk: the hub cannot write, and `/healthz` says why. It goes on trying."),
    Answer(204, "Taken, and on the hub's disk; screens that show the metric get it at once."),
    caller=Caller.PUSHER,
    parameters=(Parameter("metric", "path", "Id of the metric, as in `metrics.yaml`.", MetricId),),
    body=Body(kind=Pushed),
    refusals=(BAD_VALUE, NO_METRIC, NOT_PUSHED),
)
async def push(hub: Hub, request: Request) -> Response:
    """A pushed value of a metric."""
    metric = request.path_params["metric"]
    key = key_that_pushes(hub, request, metric, "metrics")
    if metric not in hub.metrics:
        its_own = [known for known in hub.metrics.names() if may_write(key, known)]
        raise Refused(NO_METRIC, f"there is no metric `{metric}`", hint=suggestion(metric, its_own))
    if refusal := source_of(hub.metrics.entry(metric)).push_refusal:
        raise Refused(NOT_PUSHED, refusal.format(metric=metric))
    body = await body_of_request(request, MAX_BODY_BYTES)
    try:
        reading = reading_of(body, hub.clock())
    except DocumentError as exc:
        raise Refused(BAD_VALUE, exc.message, mistakes=exc.mistakes) from exc
    if metric in hub.metrics:  # the wall may have changed while the body came
        hub.put(metric, reading)
    return Response(status_code=204 if await hub.kept() else 202)
