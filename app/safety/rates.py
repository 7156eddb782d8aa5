"""How often one caller may ask: per key, else per address; a /64 of IPv6 is one address."""

import ipaddress

from flask import Flask, g, request
from flask_limiter import Limiter

from app.jobs.doorbell import NETWORK
from app.settings import Settings

FREE = {"static", "health.healthz", "health.readyz", "metrics.metrics", "api.uploads.append"}


def register(app: Flask, settings: Settings) -> None:
    """Call it when all routes are there. On plain loopback nobody is limited."""
    app.config["RATELIMIT_HEADERS_ENABLED"] = True
    shared = settings.queue_url.startswith("redis")
    limiter = Limiter(
        caller,
        app=app,
        default_limits=[settings.rate_requests],
        storage_uri=settings.queue_url if shared else "memory://",
        storage_options=NETWORK if shared else {},
        key_prefix=settings.name,
        enabled=settings.rates_apply,
        in_memory_fallback_enabled=True,  # while Redis is away each process counts for itself
    )
    app.extensions["rates"] = limiter  # its decorators hold it weakly
    limiter.request_filter(lambda: request.endpoint in FREE)
    limits = {
        "api.consultations.message": settings.rate_messages,
        "api.consultations.start": settings.rate_messages,
        "api.uploads.create": settings.rate_uploads,
        "api.experiments.start": settings.rate_uploads,
        "gate.enter": settings.rate_keys,
    }
    for endpoint, limit in limits.items():
        app.view_functions[endpoint] = limiter.limit(limit)(app.view_functions[endpoint])


def caller() -> str:
    """Before the gate has decided there is only the address."""
    return g.get("caller") or _network(request.remote_addr or "")


def _network(address: str) -> str:
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    prefix = 64 if known.version == 6 else 32
    return str(ipaddress.ip_network(f"{known}/{prefix}", strict=False))
