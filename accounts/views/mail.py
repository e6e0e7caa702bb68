"""What became of the mails to a landlord's team."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import rules
from accounts.access import follows_renames, landlord_for, own_landlords
from selfassess.common import outbox

# What a page can hold; more than that in a month is a matter for who runs the service.
MOST_SHOWN = 500


@require_http_methods(["GET", "HEAD", "POST"])
@follows_renames(own_landlords)
def team_mail(request: HttpRequest, slug: str) -> HttpResponse:
    """The mails of the last 30 days, those with trouble first; tries one of them again."""
    member = landlord_for(request, slug, rules.may_manage_landlord)
    mails = outbox.of_landlord(member.landlord.pk, timezone.now())
    if request.method == "POST":
        chosen = request.POST.get("mail", "")
        is_number = chosen.isascii() and chosen.isdigit() and len(chosen) < 19
        mail = get_object_or_404(mails, pk=int(chosen) if is_number else -1)
        if outbox.try_again(mail):
            messages.success(request, f"We are trying again to send the email to {mail.to}.")
        else:
            messages.info(
                request, f"The email to {mail.to} has already been sent, or is on its way."
            )
        return redirect("landlord_mail", member.landlord.slug)
    context = {
        "landlord": member.landlord,
        "troubled": mails.filter(sent_at=None).exclude(trouble="")[:MOST_SHOWN],
        "others": mails.exclude(sent_at=None, trouble__gt="")[:MOST_SHOWN],
        "most_attempts": outbox.MAX_ATTEMPTS,
    }
    return render(request, "accounts/team_mail.html", context)
