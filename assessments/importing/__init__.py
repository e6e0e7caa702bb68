"""Reads any old self-assessment form: a file or pasted text in, a frozen `ImportResult` out.

    readers   a file → a `Source`: its paragraphs and tables, nothing understood yet
    rows      a `Source` → rows of the form: number, requirement, answer, evidence …
    matching  rows → provisions of a Code, by number, wording, stage heading and order together
    result    what was found, what is missing, and what a person has to look at

Nothing here needs a database. Files are hostile until shown otherwise, so callers use
`sandbox.read_file`, which reads in a process of its own with limits.
"""
