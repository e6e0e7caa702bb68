"""What programs put into the clipboard: our sentences in the markup of each."""

# ruff: noqa: E501 (markup as it comes)

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Copied:
    """`html` and `plain`: the two forms in the clipboard; `text`: what a box gets of it."""

    name: str
    html: str
    plain: str
    text: str


_WORD_HEAD = """<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"
xmlns="http://www.w3.org/TR/REC-html40"><head><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- @list l0 {mso-list-id:1;} p.MsoNormal {margin:0cm;} --></style></head>
<body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->"""


def _word_point(sign: str, text: str, level: int = 1, font: str = "Symbol") -> str:
    return (
        f"<p class=MsoListParagraphCxSpMiddle style='margin-left:36.0pt;text-indent:-18.0pt;"
        f"mso-list:l0 level{level} lfo1'><![if !supportLists]><span style='font-family:{font};"
        f"mso-fareast-font-family:{font}'><span style='mso-list:Ignore'>{sign}<span "
        f"style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span>"
        f"<![endif]>{text}<o:p></o:p></p>"
    )


WORD = Copied(
    "Word",
    _WORD_HEAD
    + """<p class=MsoNormal>We answer each
complaint in ten working days<a style='mso-comment-reference:AB_1'></a><span
class=MsoCommentReference><span style='font-size:8.0pt'><a class=msocomanchor
href="#_msocom_1">[AB1]</a></span></span>. See the <a
href="https://www.alderbrook.example/policy.pdf">complaints policy</a>, <del
cite="mailto:Priya" datetime="2026-03-01T10:00">clause 2</del><ins cite="mailto:Priya"
datetime="2026-03-01T10:00">clause 3</ins>.<span style='display:none;mso-hide:all'>Ask
Legal.</span><o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"""
    + _word_point("·", "The first&nbsp;point")
    + _word_point("o", "One below it", 2, "Courier New")
    + _word_point("§", "And the last", 1, "Wingdings")
    + "<p class=MsoNormal>In this order:<o:p></o:p></p>"
    + _word_point("a)", "acknowledge")
    + _word_point("b)", "answer")
    + _word_point("1.", "Tell the resident")
    + """<div style='mso-element:comment-list'><hr class=msocomoff><div
style='mso-element:comment'><p class=MsoCommentText>Is it still ten?</p></div></div>
<!--EndFragment--></body></html>""",
    "We answer each complaint in ten working days.\r\n·\tThe first point\r\no\tOne below it\r\n",
    "We answer each complaint in ten working days. See the complaints policy "
    "(https://www.alderbrook.example/policy.pdf), clause 3.\n\n"
    "- The first point\n  - One below it\n- And the last\n\n"
    "In this order:\n\n"
    "a. acknowledge\nb. answer\n1. Tell the resident",
)
WORD_TABLE = Copied(
    "a table of Word",
    _WORD_HEAD
    + """<table class=MsoTableGrid border=1 style='mso-yfti-tbllook:1184'><tr><td><p
class=MsoNormal><b>Stage<o:p></o:p></b></p></td><td><p class=MsoNormal><b>Days</b></p></td></tr><tr><td><p
class=MsoNormal>Stage 1</p></td><td><p class=MsoNormal>10</p><p class=MsoNormal>working
days</p></td></tr></table><p class=MsoNormal>So far.</p><!--EndFragment--></body></html>""",
    "Stage\tDays\r\nStage 1\t10\r\nworking days\r\nSo far.\r\n",
    "Stage | Days\nStage 1 | 10; working days\n\nSo far.",
)
WORD_CELL = Copied(
    "one cell of Word",
    _WORD_HEAD
    + "<table><tr><td><p class=MsoNormal>Yes, since May.</p>"
    + _word_point("·", "Clause 4")
    + "</td></tr></table><!--EndFragment--></body></html>",
    "Yes, since May.\r\n·\tClause 4\r\n",
    "Yes, since May.\n\n- Clause 4",
)
GOOGLE_DOCS = Copied(
    "Google Docs",
    """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1f2e"><p
dir="ltr" style="line-height:1.38;margin-top:0pt;"><span style="font-size:11pt;white-space:pre-wrap;">The
panel met in </span><span style="font-weight:700;white-space:pre-wrap;">March</span><span>.</span></p><br
/><ul style="margin-top:0;"><li dir="ltr" style="list-style-type:disc;" aria-level="1"><p dir="ltr"
role="presentation"><span>Read </span><a
href="https://www.google.com/url?q=https://minutes.example/7&amp;sa=D"
style="text-decoration:none;"><span>the minutes</span></a></p></li><ul><li dir="ltr"
style="list-style-type:circle;" aria-level="2"><p dir="ltr" role="presentation"><span>item 7</span>
</p></li></ul></ul><ol style="margin-top:0;"><li dir="ltr" style="list-style-type:lower-alpha;"><p
dir="ltr"><span>First</span></p></li><li dir="ltr" style="list-style-type:lower-alpha;"><p
dir="ltr"><span>Second</span></p></li></ol></b><br class="Apple-interchange-newline">""",
    "The panel met in March.\n\nRead the minutes\nitem 7\nFirst\nSecond",
    "The panel met in March.\n\n- Read the minutes (https://minutes.example/7)\n  - item 7\n\n"
    "a. First\nb. Second",
)
OUTLOOK = Copied(
    "Outlook",
    """<html><body><div class="elementToProof" style="font-family: Aptos;">Dear Priya,</div><div
class="elementToProof"><br></div><div class="elementToProof">Evidence: <a
href="https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.alderbrook.example%2Flog&amp;data=05"
data-auth="NotApplicable">www.alderbrook.example/log</a>, or write to <a
href="mailto:repairs@alderbrook.example">repairs@alderbrook.example</a>.</div><ol start="3"
data-editing-info="{}"><li><div class="elementToProof">Repairs</div></li><li><div>Lettings
</div></li></ol></body></html>""",
    "Dear Priya,\r\n\r\nEvidence: www.alderbrook.example/log\r\n3. Repairs\r\n4. Lettings\r\n",
    "Dear Priya,\nEvidence: https://www.alderbrook.example/log, or write to "
    "repairs@alderbrook.example.\n\n3. Repairs\n4. Lettings",
)
LIBREOFFICE = Copied(
    "LibreOffice",
    """<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN"><html><head><meta
http-equiv="content-type" content="text/html; charset=utf-8"/><title></title><meta name="generator"
content="LibreOffice 24.2 (Linux)"/><style type="text/css">@page { size: 21cm 29.7cm }</style>
</head><body lang="en-GB" dir="ltr"><p style="line-height: 100%; margin-bottom: 0cm">Staff are
<font color="#000000">trained</font> yearly.<br/>
See the log.</p><ol type="a"><li><p style="margin-bottom: 0cm">In April</p></li><li><p>In
October</p></li></ol><ul><li><p>Online</p></li></ul></body></html>""",
    "Staff are trained yearly.\nSee the log.\n    a) In April\n    b) In October\n    • Online\n",
    "Staff are trained yearly.\nSee the log.\n\na. In April\nb. In October\n\n- Online",
)
MARKED = Copied(
    "a plain text of Word",
    "",
    "We do:\r\n·\tone\r\n\to\ttwo\r\n•\tthree\r\no no bullet\r\n- as before",
    "We do:\n- one\n\t- two\n- three\no no bullet\n- as before",
)
PLAIN = Copied("a plain text", "", "as  it\tis\n\n\n * so", "as  it\tis\n\n\n * so")
CODE = Copied(
    "an editor's lines",
    "<div style='white-space: pre;'><div><span>one</span></div><div>  two</div></div>",
    "one\n  two",
    "one\n  two",
)
ALL = (WORD, WORD_TABLE, WORD_CELL, GOOGLE_DOCS, OUTLOOK, LIBREOFFICE, MARKED, PLAIN, CODE)
