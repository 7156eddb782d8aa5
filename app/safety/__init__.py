"""What stands between the service and the rest of the world.

gate      who may ask: loopback, an API key, or the page's session
keys      API keys and sessions: made, checked, revoked
origin    no page of another site changes anything here (CSRF), no other host name
headers   what every response says to browsers
sizes     how much of a body is read at all
unread    the answers to what is refused before it is read
rates     how often one caller may ask
"""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import logs, metrics
from app.safety import gate, headers, origin, rates, sizes
from app.settings import Settings


def register(app: Flask, settings: Settings) -> None:
    """After all routes are there; the order is that in which a request passes."""
    logs.register(app)
    metrics.register(app, app.extensions["desk"].intake)
    headers.register(app)
    sizes.register(app, settings)
    origin.register(app, settings)
    gate.register(app, settings)
    rates.register(app, settings)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)
