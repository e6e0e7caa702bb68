"""What a mail looks like: its plain text, and the same in HTML, in a frame that says who writes
and why.
"""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from selfassess.common.models import OutgoingMail
from selfassess.common.support import support

SERVICE = "selfassess"


@dataclass(frozen=True)
class Frame:
    """What stands around the text of a mail."""

    # Whose mail it is: the landlord's name, or the service's own.
    sender: str = ""
    # "You get this because …"
    why: str = ""
    # The address at which mails of this kind are turned off; empty for those that always come.
    unsubscribe: str = ""


@dataclass(frozen=True)
class _Paragraph:
    """`address`: where the paragraph is a button, and `text` then says where that leads."""

    text: str
    address: str = ""


# What a button says where its mail does not.
_UNNAMED = "Open this page"


def link(says: str, address: str) -> str:
    """A paragraph that is a button in the HTML; `says`: where it leads."""
    return f"{says}:\n{address}"


def message_of(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The message as it is sent: plain text with an HTML alternative."""
    message = EmailMultiAlternatives(
        mail.subject,
        _plain(mail),
        settings.DEFAULT_FROM_EMAIL,
        [mail.to],
        headers=_headers(mail),
    )
    message.attach_alternative(_html(mail), "text/html")
    return message


def in_words(error: Exception) -> str:
    """What went wrong with a mail, for someone who runs a team and no mail server."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        replies = [reply for _, reply in error.recipients.values()]
        return _quoting("The email server does not accept email for this address", *replies[:1])
    if isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPNotSupportedError):
        return f"The email server does not let this service send. Contact {support().contact}."
    if isinstance(error, smtplib.SMTPResponseException):
        return _quoting("The email server refused it", error.smtp_error)
    if isinstance(error, ValueError):
        return "This email address cannot receive email."
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return "The email server took too long to answer."
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "The email server closed the connection."
    return "We could not reach the email server."


def _quoting(sentence: str, reply: bytes | str = "") -> str:
    said = reply.decode(errors="replace") if isinstance(reply, bytes) else str(reply)
    # PostgreSQL stores no null byte.
    return f"{sentence}: “{said.replace(chr(0), '')}”"[:300]


def _plain(mail: OutgoingMail) -> str:
    parts = [mail.body.strip("\n")]
    footer = [mail.why] if mail.why else []
    if mail.unsubscribe:
        footer.append(f"Stop getting emails of this kind: {mail.unsubscribe}")
    footer.append(f"For help with this service, contact {support().contact}.")
    parts.append("-- \n" + "\n".join(footer))
    return "\n\n".join(parts) + "\n"


def _html(mail: OutgoingMail) -> str:
    paragraphs = [
        _paragraph(text.strip("\n"))
        for text in mail.body.replace("\r\n", "\n").split("\n\n")
        if text.strip()
    ]
    context = {"mail": mail, "sender": mail.sender or SERVICE, "paragraphs": paragraphs}
    return render_to_string("mail/letter.html", context)


def _paragraph(text: str) -> _Paragraph:
    """A button where it is an address of this service, alone or below a line that names it. What
    people typed leads nowhere else: other addresses stay text.
    """
    says, _, address = text.strip().rpartition("\n")
    ours = address.startswith(f"{settings.SITE_URL}/") and len(address.split()) == 1
    if not ours or "\n" in says:
        return _Paragraph(text)
    return _Paragraph(says.strip().removesuffix(":") or _UNNAMED, address)


def _headers(mail: OutgoingMail) -> dict[str, str]:
    """One Message-ID for every try; and for mails that may be turned off, how (RFC 8058)."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    host = domain or urlsplit(settings.SITE_URL).hostname or "localhost"
    stamp = int(mail.created_at.timestamp() * 1000)
    # "Auto-Submitted" keeps holiday replies from coming back (RFC 3834).
    headers = {"Message-ID": f"<{mail.pk}.{stamp}@{host}>", "Auto-Submitted": "auto-generated"}
    if mail.unsubscribe:
        headers["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
