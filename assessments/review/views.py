"""Pages of reviewing and approving."""

from django.http import HttpRequest, HttpResponse


def read(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse("")


submit = take_back = return_ = approve = minute = body_response = confirm_body_response = read
