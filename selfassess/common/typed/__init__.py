"""Forms that were sent and could not be taken: what was typed comes back, to be sent again.

A form that holds typed text says with `{% typist %}`, signed, for whom it was made. Only such a
form is shown again or kept, and only for that person.
"""
