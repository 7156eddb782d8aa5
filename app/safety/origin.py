"""No page of another site changes anything here, and no name that is not ours is answered.

A browser says where a request comes from (Sec-Fetch-Site, else Origin); programs that say nothing
hold no cookie that anybody could abuse. A caller with a bearer key is never a confused browser.
"""

from urllib.parse import urlsplit

from flask import Flask, request

from app.problems import Problem
from app.settings import Settings

SAFE = {"GET", "HEAD", "OPTIONS"}


def register(app: Flask, settings: Settings) -> None:
    hosts = {host.strip().strip("[]") for host in settings.trusted_hosts.split(",")} - {""}

    @app.before_request
    def _check() -> None:
        # Werkzeug's own TRUSTED_HOSTS cannot name an IPv6 address.
        if hosts and urlsplit(f"//{request.host}").hostname not in hosts:
            raise Problem("wrong_host", 400)
        if request.method not in SAFE and "Authorization" not in request.headers and _is_foreign():
            raise Problem("cross_site", 403)


def _is_foreign() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host
