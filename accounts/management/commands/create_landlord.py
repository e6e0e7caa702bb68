"""Makes a landlord and its administrator, or gives a landlord an administrator again."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django import forms
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts import services
from accounts.enums import LandlordKind
from accounts.forms import LandlordForm
from accounts.models import Landlord, User
from selfassess.common.forms import EmailAddressField, ShortTextField

# What a new landlord cannot do without; the rest can be filled in on its details page.
_NEEDED = ("name", "kind", "homes", "governing_body")


class _AdministratorForm(forms.Form):
    administrator = EmailAddressField(label="Email address")
    administrator_name = ShortTextField(
        label="Administrator’s name",
        max_length=150,
        error_messages={"required": "Enter the full name, because there is no account yet"},
    )


class Command(BaseCommand):
    help = (
        "Creates a landlord and its administrator, and prints the link at which the administrator "
        "chooses a password. With the slug of a landlord that exists and --administrator alone, "
        "makes that person an administrator of it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--slug", required=True, help="part of its web addresses, such as alderbrook"
        )
        parser.add_argument("--administrator", required=True, metavar="EMAIL")
        parser.add_argument(
            "--administrator-name", default="", help="needed if they have no account yet"
        )
        parser.add_argument("--name", default="", help="the landlord’s name")
        parser.add_argument("--kind", default="", help=", ".join(LandlordKind.values))
        parser.add_argument("--homes", default="", help="homes owned or managed: 4250")
        parser.add_argument("--governing-body", default="", help="for example Cabinet or Board")
        parser.add_argument("--website", default="", help="leave out if there is none")
        parser.add_argument("--year-end", default="31 March", help="default: 31 March")
        parser.add_argument("--mrc-title", default="Member Responsible for Complaints")

    def handle(self, *args: Any, **options: Any) -> None:
        email, name = self._administrator(options)
        existing = Landlord.objects.filter(slug=options["slug"]).first()
        with transaction.atomic():
            landlord = self._existing(existing, options) if existing else self._new(options)
            user, link = services.make_administrator(landlord, email, name)
        done = "has been created" if existing is None else "already exists"
        self.stdout.write(f"{landlord.name} {done}. {user.name} ({user.email}) administers it.")
        self.stdout.write(
            "They can choose a password at this web address. We have emailed it to them too:"
        )
        self.stdout.write(link)

    def _administrator(self, options: dict[str, Any]) -> tuple[str, str]:
        """Email and name of the administrator. Raises CommandError."""
        known = User.objects.filter(email__iexact=options["administrator"].strip()).first()
        name = options["administrator_name"] or (known.name if known else "")
        form = _AdministratorForm(
            {"administrator": options["administrator"], "administrator_name": name}
        )
        _check(form)
        return form.cleaned_data["administrator"], form.cleaned_data["administrator_name"]

    def _existing(self, landlord: Landlord, options: dict[str, Any]) -> Landlord:
        """The landlord of that slug, for another administrator. Raises CommandError."""
        if given := [name for name in _NEEDED if options[name]]:
            raise CommandError(
                f"{landlord.name} already has the slug {landlord.slug}. To create "
                f"another landlord, choose a different --slug. To give {landlord.name} "
                f"an administrator, leave out {', '.join(_option(name) for name in given)}."
            )
        return landlord

    def _new(self, options: dict[str, Any]) -> Landlord:
        """A landlord made from the options. Raises CommandError."""
        form = LandlordForm({name: options.get(name, "") for name in LandlordForm.base_fields})
        _check(form)
        return services.create_landlord(form.details(), form.cleaned_data["slug"])


def _check(form: forms.Form) -> None:
    """Raises CommandError that names each option that is wrong, and what to do."""
    if not form.is_valid():
        lines = [
            f"{_option(name)}: {message}"
            for name, messages in form.errors.items()
            for message in messages
        ]
        raise CommandError("Nothing has been created.\n" + "\n".join(lines))


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")
