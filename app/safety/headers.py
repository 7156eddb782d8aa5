"""What every response says to browsers, errors included."""

import secrets

from flask import Flask, Response, g, request

STRICT = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
# Swagger UI's own page has inline scripts and styles; it shows nothing but our own description.
DOCUMENTATION = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# A report is a file to keep: its styles are inside, and it holds what a person wrote.
DOWNLOAD = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
A_YEAR = 365 * 24 * 3600


def register(app: Flask) -> None:
    app.before_request(_draw_nonce)
    app.after_request(_say)


def _draw_nonce() -> None:
    g.nonce = secrets.token_urlsafe(16)


def _say(response: Response) -> Response:
    for name, value in FIXED.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", _policy(response))
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={A_YEAR}")
    # Ids in addresses are secrets; only what is the same for everybody may be kept.
    if request.endpoint != "static" and "ETag" not in response.headers:
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _policy(response: Response) -> str:
    if response.headers.get("Content-Disposition", "").startswith("attachment"):
        return DOWNLOAD
    if (request.endpoint or "").startswith("openapi"):
        return DOCUMENTATION
    # Before the nonce is drawn a request can already have failed, for example by its host name.
    return STRICT.format(nonce=g.get("nonce") or secrets.token_urlsafe(16))
