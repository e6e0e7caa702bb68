"""The form fields that every page uses, with the errors in plain English."""

from selfassess.common.forms.addresses import EmailAddressField, WebAddressField
from selfassess.common.forms.choices import CheckboxesField, RadiosField, SelectField
from selfassess.common.forms.dates import GovDateField
from selfassess.common.forms.files import UploadField, check_for_viruses
from selfassess.common.forms.text import LongTextField, ShortTextField
from selfassess.common.forms.wording import speak_plainly

__all__ = [
    "CheckboxesField",
    "EmailAddressField",
    "GovDateField",
    "LongTextField",
    "RadiosField",
    "SelectField",
    "ShortTextField",
    "UploadField",
    "WebAddressField",
    "check_for_viruses",
    "speak_plainly",
]
