"""Compresses what is sent, unless it has already been compressed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_PACKED = ("application/pdf", "application/vnd.openxmlformats-", "application/zip", "image/png")


class TextCompressionMiddleware(GZipMiddleware):
    """Django's, but what is compressed in itself goes out as it is: it would not shrink, and would
    lose its length. So does what may be asked for in parts, which count its own bytes.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        packed = response.get("Content-Type", "").startswith(_PACKED)
        if packed or response.get("Accept-Ranges") == "bytes":
            return response
        return super().process_response(request, response)
