#!/usr/bin/env python
"""Django's command-line entry point."""

import os
import sys


def only_reads(arguments: list[str]) -> bool:
    """Whether a form is to be read and put nowhere: that needs no settings and no database."""
    return arguments[1:2] == ["import_form"] and not any(
        argument.startswith("--l") for argument in arguments
    )


def read_form(arguments: list[str]) -> None:
    """import_form without a landlord, on a machine where nothing is set up."""
    from django.conf import settings

    settings.configure()
    from assessments.management.commands.import_form import Command

    Command().run_from_argv(arguments)


def main() -> None:
    if only_reads(sys.argv):
        read_form(sys.argv)
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selfassess.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # The person setting the service up needs the sentence, not the way that led to it.
        sys.exit(f"Not started: {error}")


if __name__ == "__main__":
    main()
