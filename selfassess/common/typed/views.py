"""The page of a form that was kept while its sender signed in again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from selfassess.common.typed.asking import Question, ask, goes_back, is_sure
from selfassess.common.typed.posts import change_post, drop_post, kept_post, sent_fields

_DISCARD = Question(
    "discard",
    "Discard what you typed?",
    "It has not been saved. You cannot get it back.",
    "Discard what I typed",
    "Keep what I typed",
)


@require_http_methods(["GET", "HEAD", "POST"])
def kept(request: HttpRequest, key: str) -> HttpResponse:
    """What was typed, with a button that sends it where it was going; a POST asks whether to throw
    it away, and does so.
    """
    found = kept_post(request, key)
    if found is None:
        messages.warning(request, "There is nothing here for you to save.")
        return redirect("home")
    if request.method != "POST":
        return render(request, "typed/kept.html", {"kept": found, "fields": found.fields})
    if goes_back(request, _DISCARD.name):
        return redirect("kept", key)
    if is_sure(request, _DISCARD.name):
        drop_post(request, key)
        messages.success(request, "You have discarded what you typed")
        return redirect(found.path)
    sent = [field for field in sent_fields(request.POST) if field[0] != _DISCARD.name]
    change_post(request, key, sent)
    return ask(request, _DISCARD)
