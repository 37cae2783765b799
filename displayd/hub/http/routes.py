"""Every address of the hub. A new one is a handler with its `@endpoint` in one of the modules named here."""

from __future__ import annotations

from displayd.hub.http import openapi
from displayd.hub.http.api import catalogue, metrics, page_pictures, releases, schemas, screens, service, wall
from displayd.hub.http.endpoint import Endpoint
from displayd.hub.http.ingest import dashing, pushgateway
from displayd.hub.http.ingest.geckoboard import datasets as geckoboard_datasets
from displayd.hub.http.ingest.geckoboard import send as geckoboard_send
from displayd.hub.http.log_in import routes as log_in
from displayd.hub.http.wall_page import routes as wall_page

__all__ = ["ENDPOINTS"]

MODULES = (
    screens,
    releases,
    catalogue,
    metrics,
    geckoboard_datasets,
    geckoboard_send,
    pushgateway,
    dashing,
    wall,
    page_pictures,
    schemas,
    service,
    wall_page,
    log_in,
)

_FOUND = tuple(one for module in MODULES for one in vars(module).values() if isinstance(one, Endpoint))

ENDPOINTS: tuple[Endpoint, ...] = (*_FOUND, openapi.endpoint_of(_FOUND))
"""In the order of the modules and of the handlers in them; last the one that describes all of them."""
