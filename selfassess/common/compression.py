"""Compression of what is sent, but not of what is compressed already."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class TextCompressionMiddleware(GZipMiddleware):
    """Django's, but a PDF goes out as it is: it would not shrink, and would lose its length."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.get("Content-Type") == "application/pdf":
            return response
        return super().process_response(request, response)
