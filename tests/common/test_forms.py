"""The form fields and their template pack, as a page shows them."""

import re
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.conf import settings
from django.template import engines

from selfassess.common.forms import (
    CheckboxesField,
    EmailAddressField,
    GovDateField,
    LongTextField,
    RadiosField,
    SelectField,
    ShortTextField,
    WebAddressField,
)


class EveryField(forms.Form):
    answer = RadiosField(
        label="Answer", choices=[("yes", "Yes"), ("no", "No")], hints={"no": "Say why below."}
    )
    evidence = LongTextField(label="Evidence", help_text="Cite the clause.", required=False)
    owner = ShortTextField(label="Owner’s job title", max_length=10, required=False)
    due = GovDateField(label="Due date", required=False)
    code = SelectField(label="Code", choices=[("2022", "2022"), ("2024", "2024")])
    roles = CheckboxesField(label="Roles", choices=[("a", "Admin"), ("c", "Clerk")])
    email = EmailAddressField(required=False)
    website = WebAddressField(label="Website", required=False)
    sure = forms.BooleanField(label="I am sure")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        fields = [name for name in self.fields if name != "owner"]
        helper.layout = Layout(*fields, Div("owner", data_show_when="answer:no,partly"))
        return helper


PAGE = engines["django"].from_string(
    '{% load crispy_forms_tags %}{% include "components/error_summary.html" %}{% crispy form %}'
)


def show(form: forms.Form) -> str:
    return PAGE.render({"form": form})


def errors_of(field: forms.Field, value: object) -> list[str]:
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(value)
    return refused.value.messages


def all_wrong() -> str:
    return show(
        EveryField(
            {
                "answer": "maybe",
                "evidence": "a\x00b",
                "owner": "far too long a title",
                "due_0": "31",
                "due_1": "2",
                "due_2": "2027",
                "email": "nobody",
                "website": "not a web page",
            }
        )
    )


# The markup


@pytest.mark.parametrize("page", [lambda: show(EveryField()), all_wrong])
def test_every_reference_leads_to_an_id_and_no_id_comes_twice(page):
    html = page()
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    references = re.findall(r'(?:aria-describedby|aria-controls|\sfor)="([^"]+)"', html)
    wanted = {name for reference in references for name in reference.split()}
    wanted |= set(re.findall(r'href="#([^"]+)"', html))
    assert wanted <= set(ids)


def test_every_error_stands_in_the_summary_and_beside_its_field():
    html = all_wrong()
    links = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', html)
    assert [target for target, _ in links] == [
        f"id_{name}"
        for name in [
            "answer",
            "evidence",
            "owner",
            "due",
            "code",
            "roles",
            "email",
            "website",
            "sure",
            "password",
        ]
    ]
    for _, message in links:
        assert re.search(rf"Error:</span> {re.escape(message)}", html)


def test_the_first_radio_and_the_first_date_box_have_the_field_id():
    html = show(EveryField())
    assert re.search(r'id="id_answer" name="answer" type="radio" value="yes"', html)
    assert re.search(r'id="id_due" name="due_0"', html)
    assert 'name="due_1"' in html
    assert 'name="due_2"' in html


def test_a_text_box_counts_its_characters_but_cuts_nothing():
    html = show(EveryField())
    assert "maxlength=" not in html.replace("data-maxlength=", "")
    assert 'data-maxlength="20000"' in html
    assert "You can enter up to 20,000 characters" in html
    assert 'aria-describedby="id_evidence_helptext id_evidence-info"' in html
    assert 'spellcheck="true"' in html


def test_an_empty_first_line_survives_the_text_box():
    assert ">\n\nfirst line was empty</textarea>" in show(
        EveryField(initial={"evidence": "\nfirst line was empty"})
    )


def test_nothing_in_the_markup_needs_a_looser_content_security_policy():
    html = show(EveryField()) + all_wrong()
    assert not re.search(r"\sstyle=|\son\w+=|<script", html)


def test_a_conditional_part_says_when_it_is_shown():
    assert '<div data-show-when="answer:no,partly">' in show(EveryField())


def test_what_was_typed_is_shown_again_whole_even_when_it_is_refused():
    long_text = "Line one\n- é {{ x }} " + "x" * 20_001
    html = show(EveryField({"evidence": long_text, "due_0": "99", "due_1": "abc", "due_2": "27"}))
    assert long_text in html
    for value in ("99", "abc", "27"):
        assert f'value="{value}"' in html


# Text


def test_a_long_text_comes_back_exactly_but_for_its_line_ends():
    field = LongTextField(label="Evidence")
    assert field.clean("  - a\r\n\r\n\tb \n") == "  - a\n\n\tb \n"


def test_length_is_counted_after_line_ends_are_normalised():
    field = LongTextField(label="Evidence")
    assert len(field.clean(f"{'x' * 19}\r\n" * 1_000)) == 20_000


def test_lines_are_counted_too_and_more_than_the_page_may_hold_are_refused():
    field = LongTextField(label="Evidence")
    assert field.clean("a\r\n" * 1_000) == "a\n" * 1_000
    assert errors_of(field, "a\n" * 9_999) == [
        "Evidence must have 1,000 lines or fewer. It has 9,999. "
        "Remove empty lines, or join short ones."
    ]
    # Other characters that begin a line in a PDF count as well.
    assert errors_of(field, "a\u2028" * 9_999)


def test_every_box_for_long_texts_counts_lines_but_the_one_for_a_form_to_read() -> None:
    import_module(settings.ROOT_URLCONF)
    boxes = {
        (form.__name__, name): field
        for form in _subclasses(forms.BaseForm)
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field.widget, forms.Textarea) and not form.__module__.startswith("tests.")
    }
    assert len(boxes) > 10
    unlimited = {
        place
        for place, field in boxes.items()
        if not isinstance(field, LongTextField) or field.max_lines is None
    }
    assert unlimited == {("UploadForm", "text"), ("StartUploadForm", "text")}


def _subclasses(of: type) -> Iterator[Any]:
    for subclass in of.__subclasses__():
        yield subclass
        yield from _subclasses(subclass)


def test_a_text_too_long_says_by_how_much():
    assert errors_of(LongTextField(label="Evidence"), "x" * 20_001) == [
        "Evidence must be 20,000 characters or fewer. It has 20,001."
    ]


@pytest.mark.parametrize(
    "field",
    [
        LongTextField(label="commentary"),
        ShortTextField(label="commentary"),
        WebAddressField(label="commentary"),
    ],
)
def test_a_null_byte_is_refused_with_what_to_do(field):
    assert (
        "Commentary contains a character that cannot be stored. Type it again without it."
        in errors_of(field, "https://a.example/\x00")
    )


@pytest.mark.parametrize("value", [None, "", "  \r\n "])
def test_an_empty_text_is_refused_where_one_is_required(value):
    assert errors_of(LongTextField(label="Note"), value) == ["Enter note"]
    own = ShortTextField(label="Note", error_messages={"required": "Enter what needs to change"})
    assert errors_of(own, value) == ["Enter what needs to change"]
    assert LongTextField(label="Note", required=False).clean(value or "") is not None


def test_a_short_text_is_one_line():
    assert ShortTextField(label="Owner").clean("  Head of\r\nrepairs ") == "Head of repairs"


# Dates


@pytest.mark.parametrize(
    "typed",
    [
        ["27", "3", "2027"],
        ["27", "03", "2027"],
        [" 27 ", "March", "2027"],
        ["27", "mar", "2027"],
        ["27", "MAR.", "2027"],
    ],
)
def test_dates_as_people_type_them(typed):
    assert GovDateField(label="Due date").clean(typed) == date(2027, 3, 27)


def test_september_has_two_short_names():
    field = GovDateField(label="Due date")
    assert field.clean(["1", "sep", "2027"]) == field.clean(["1", "Sept", "2027"])


@pytest.mark.parametrize(
    ("typed", "message", "wrong"),
    [
        (["27", "", "2027"], "Due date must include a month", ["month"]),
        (["", "", "2027"], "Due date must include a day and month", ["day", "month"]),
        (
            ["27", "3", "27"],
            "Due date must have a year of 4 numbers, for example 2027",
            ["year"],
        ),
        (["31", "2", "2027"], "Due date must be a real date, for example 27 3 2027", ["day"]),
        (["29", "2", "2027"], "Due date must be a real date, for example 27 3 2027", ["day"]),
        (["0", "3", "2027"], "Due date must be a real date, for example 27 3 2027", ["day"]),
        (["1", "13", "2027"], "Due date must be a real date, for example 27 3 2027", ["month"]),
        (["1", "m", "2027"], "Due date must be a real date, for example 27 3 2027", ["month"]),
        (["1", "3", "soon"], "Due date must be a real date, for example 27 3 2027", ["year"]),
        (["1\x00", "3", "2027"], "Due date must be a real date, for example 27 3 2027", ["day"]),
        (["１", "3", "2027"], "Due date must be a real date, for example 27 3 2027", ["day"]),
    ],
)
def test_dates_that_are_not_say_what_is_wrong_and_where(typed, message, wrong):
    with pytest.raises(forms.ValidationError) as refused:
        GovDateField(label="Due date").clean(typed)
    assert refused.value.messages == [message]
    assert refused.value.params["parts"] == wrong


@pytest.mark.parametrize(
    "typed",
    [
        "1.4.27",
        " 01/04/2027 ",
        "1-4-27",
        "1 4 2027",
        "1 April 2027",
        "1st of April 2027",
        "1 Apr 27",
        "1 apr. 2027",
        "1 April, 2027",
        "2027-04-01",
    ],
)
def test_a_whole_date_in_the_first_box_is_read_and_shown_in_its_boxes(typed):
    form = EveryField({"due_0": typed, "due_1": "", "due_2": ""})
    form.is_valid()
    assert form.cleaned_data["due"] == date(2027, 4, 1)
    boxes = re.findall(
        r'name="due_\d" type="text" inputmode="numeric" value="([\w.]+)"', show(form)
    )
    assert len(boxes) == 3
    assert boxes[2] == "2027"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (["1 April", "", ""], "Enter due date as a day, a month and a year, for example 27 3 2027"),
        (["4/2027", "", ""], "Enter due date as a day, a month and a year, for example 27 3 2027"),
        (["soon", "", ""], "Enter due date as a day, a month and a year, for example 27 3 2027"),
        (
            ["1.4.27", "5", "2027"],
            "Enter due date as a day, a month and a year, for example 27 3 2027",
        ),
        (["4/13/2027", "", ""], "Due date must be a real date, for example 27 3 2027"),
        (["31.2.2027", "", ""], "Due date must be a real date, for example 27 3 2027"),
    ],
)
def test_a_date_that_is_not_whole_or_said_twice_is_refused_and_comes_back_as_typed(typed, message):
    form = EveryField({f"due_{place}": text for place, text in enumerate(typed)})
    assert form.errors["due"] == [message]
    if "real" not in message:
        assert form["due"].value() == typed


def test_only_the_wrong_box_of_a_date_is_marked():
    html = show(EveryField({"due_0": "1", "due_1": "", "due_2": "2027"}))
    marked = re.findall(r'govuk-input--error" id="([^"]+)" name="due', html)
    assert marked == ["id_due_1"]


def test_no_date_is_none_or_refused():
    assert GovDateField(label="Due date", required=False).clean(["", "", ""]) is None
    assert errors_of(GovDateField(label="Due date"), ["", " ", ""]) == [
        "Enter due date, for example 27 3 2027"
    ]


def test_a_date_that_is_not_changed_has_not_changed():
    field = GovDateField(label="Due date")
    assert not field.has_changed(date(2027, 3, 27), ["27", "3", "2027"])
    assert field.has_changed(date(2027, 3, 27), ["28", "3", "2027"])
    assert not field.has_changed(None, ["", "", ""])


def test_a_date_is_shown_in_its_boxes():
    html = show(EveryField(initial={"due": date(2027, 3, 27)}))
    assert re.findall(r'name="due_\d" type="text" inputmode="numeric" value="(\d+)"', html) == [
        "27",
        "3",
        "2027",
    ]


# Choices and addresses


def test_an_unknown_choice_is_refused():
    field = RadiosField(label="Answer", choices=[("yes", "Yes")])
    assert errors_of(field, "perhaps") == ["Select answer from the list"]
    assert errors_of(field, "") == ["Select answer"]


@pytest.mark.parametrize("typed", ["nobody", "a@b", "a@@b.example", "a b@c.example"])
def test_an_email_address_that_is_none(typed):
    assert errors_of(EmailAddressField(), typed) == [
        "Enter an email address in the correct format, like name@example.com"
    ]


def test_an_email_address_is_kept_in_lower_case():
    assert EmailAddressField().clean(" Ada@Example.ORG ") == "ada@example.org"


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "ftp://a.example", "a b", "https://"])
def test_a_web_address_that_is_none(typed):
    assert errors_of(WebAddressField(label="Website"), typed) == [
        "Enter a web address in the correct format, like https://www.example.org"
    ]


def test_a_web_address_without_its_scheme_gets_one():
    assert WebAddressField(label="Website").clean("www.a.example") == "https://www.a.example"
