"""The form fields that every page uses, with the errors in plain English."""

from selfassess.common.forms.choices import RadiosField, SelectField
from selfassess.common.forms.dates import GovDateField
from selfassess.common.forms.text import LongTextField, ShortTextField

__all__ = ["GovDateField", "LongTextField", "RadiosField", "SelectField", "ShortTextField"]
