"""What a mail looks like when it is sent."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from django.conf import settings

from selfassess.common.letters import link, message_of
from selfassess.common.models import OutgoingMail

PAGE = f"{settings.SITE_URL}/a/?b=1&c=2"
UNSUBSCRIBE = "https://example.org/unsubscribe/x/"


def sent(**fields: str) -> EmailMessage:
    """The message as the mail server would get it, read back."""
    mail = OutgoingMail(pk=7, to="ann@example.org", subject="Ready", **fields)
    parsed = message_from_bytes(message_of(mail).message().as_bytes(), policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def text_of(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return part.get_content().replace("\r\n", "\n")


def test_plain_text_and_html_say_the_same_in_the_senders_name() -> None:
    body = f"Hello Ann <b>,\n\nPlease read:\n- this\n- that\n\nRead it:\n{PAGE}\n"
    message = sent(
        body=body, sender="Älder & Söhne", why="You are in the team.", unsubscribe=UNSUBSCRIBE
    )
    plain, html = text_of(message, "plain"), text_of(message, "html")
    assert plain.startswith(body.strip())
    assert plain.rstrip("\n").endswith(
        "\n\n-- \nYou are in the team.\n"
        "Stop getting emails of this kind: https://example.org/unsubscribe/x/\n"
        "For help with this service, contact Northshire Digital (help@northshire.example or "
        "01632 960 001)."
    )
    assert 'href="mailto:help@northshire.example"' in html
    assert 'href="tel:01632960001"' in html
    assert "Älder &amp; Söhne" in html
    assert "Hello Ann &lt;b&gt;," in html
    assert "- this<br>- that" in html
    assert f'href="{PAGE.replace("&", "&amp;")}"' in html
    assert f'href="{UNSUBSCRIBE}"' in html


def test_it_has_one_heading_and_one_main_region_and_its_links_say_where_they_lead() -> None:
    body = f"Hello,\n\n{link('Choose a password', PAGE)}\n\nOr:\n\n{link('Get a new link', PAGE)}"
    message = sent(body=body, sender="Alderbrook Council")
    html = text_of(message, "html")
    assert re.findall(r"<h1>.*?</h1>|<h[2-6]", html) == ['<h1><font size="4">Ready</font></h1>']
    assert html.count("<main>") == 1
    assert html.index("<main>") < html.index("<h1>") < html.index("</main>")
    names = [re.sub("<[^>]+>", "", name) for name in re.findall(r'"[^"]*c=2">(.*?)</a>', html)]
    assert names == ["Choose a password", "Get a new link"]
    assert f"Choose a password:\n{PAGE}\n\nOr:" in text_of(message, "plain")


def test_what_people_typed_makes_no_button_that_leads_elsewhere() -> None:
    typed = "Sign in here:\nhttps://evil.example/\n\nhttps://evil.example/"
    html = text_of(sent(body=f"Note:\n\n{typed}"), "html")
    assert 'href="https://evil' not in html
    assert "Sign in here:<br>https://evil.example/" in html


def test_a_mail_that_may_be_turned_off_says_how_to_mail_programs() -> None:
    message = sent(body="Read.", unsubscribe=UNSUBSCRIBE)
    assert message["List-Unsubscribe"] == f"<{UNSUBSCRIBE}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_mail_that_always_comes_offers_no_way_to_stop_it() -> None:
    message = sent(body="Read.")
    assert message["List-Unsubscribe"] is None
    assert "Stop getting" not in text_of(message, "plain") + text_of(message, "html")
    assert "selfassess" in text_of(message, "html")


def test_what_only_looks_like_an_address_is_no_button() -> None:
    html = text_of(sent(body="javascript:alert(1)\n\nhttps://example.org and more"), "html")
    assert 'href="javascript' not in html
    assert 'href="http' not in html
