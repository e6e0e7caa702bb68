"""The email about links that do not work, in what residents read."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import mail_wishes
from accounts.enums import MailKind, Role
from accounts.models import Landlord, Membership
from assessments.links.places import Places
from assessments.models import LinkCheck
from selfassess.common import outbox
from selfassess.common.letters import link

# The page lists all of them.
_MOST = 20


def tell(landlord: Landlord, named: Places) -> None:
    """Sends the officers one email about the links in what is published that are newly broken;
    about each link once, until it works again.
    """
    untold = LinkCheck.objects.filter(landlord=landlord, told_at=None).exclude(failing_since=None)
    broken = [
        check
        for check in untold
        if check.is_broken and any(place.is_published for place in named.get(check.address, ()))
    ]
    if not broken:
        return
    with transaction.atomic():
        keys = [check.pk for check in broken]
        LinkCheck.objects.filter(pk__in=keys).update(told_at=timezone.now())
        for membership in _told(landlord):
            _post(landlord, membership, broken, named)


def _told(landlord: Landlord) -> list[Membership]:
    team = Membership.objects.filter(landlord=landlord, user__is_active=True)
    officers = team.with_role(Role.COMPLAINTS_OFFICER).select_related("user")
    return [one for one in officers if mail_wishes.wants(one.user, MailKind.LINKS)]


def _post(
    landlord: Landlord, membership: Membership, broken: list[LinkCheck], named: Places
) -> None:
    many = len(broken)
    what = f"{many} link{'' if many == 1 else 's'}"
    does = "does" if many == 1 else "do"
    lines = [
        f"Hello {membership.user.name},",
        f"We checked the links in what {landlord.name} has published. {what} {does} not work.",
        *(_told_of(check, named) for check in broken[:_MOST]),
    ]
    if many > _MOST:
        lines.append(f"And {many - _MOST} more.")
    lines += [
        "What is published stays as it is. To mend a link there, correct the self-assessment. If "
        "the page is on your own website, you can also put it back at the same address.",
        link(
            "See all links",
            settings.SITE_URL + reverse("assessments:links", args=[landlord.slug]),
        ),
        landlord.name,
    ]
    outbox.post(
        membership.user.email,
        f"{what} {does} not work: {landlord.name}",
        "\n\n".join(lines) + "\n",
        mail_wishes.frame(membership.user, landlord, MailKind.LINKS),
        landlord_id=landlord.pk,
    )


def _told_of(check: LinkCheck, named: Places) -> str:
    where = [place.label for place in named[check.address] if place.is_published]
    return f"{check.address}\n{check.in_words}. It is in: {'; '.join(where)}."
