"""Everything that comes by HTTP, for an ASGI server: static files here, the rest in Django."""

from django.conf import settings
from starlette.types import Receive, Scope, Send

from keskio.config.web import static
from keskio.config.web.bridge import Bridge
from keskio.config.wsgi import application as django

pages = Bridge(django, threads=settings.PAGE_THREADS, body_limit=settings.MAX_UPLOAD_BYTES)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] != "http":
        return
    if scope["path"].startswith(settings.STATIC_URL):
        await static.serve(scope, receive, send)
    else:
        await pages(scope, receive, send)
