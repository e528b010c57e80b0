"""The e-mail addresses that are taken from readers: fewer than the standard allows.

A part in quotation marks may hold control characters, which mail programs take for the end of a
line; `=?...?=` is written to somebody else once it is decoded. Nobody has such an address.
"""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator


class PlainAddressValidator(EmailValidator):
    """Takes what stands before the @ as letters, digits and signs in ASCII, without quotes."""

    user_regex = re.compile(
        r"^[-!#$%&'*+/=?^_`{}|~0-9A-Z]+(\.[-!#$%&'*+/=?^_`{}|~0-9A-Z]+)*\Z",
        re.IGNORECASE | re.ASCII,
    )

    def __call__(self, value: str | None) -> None:
        super().__call__(value)
        try:
            host = (value or "").rpartition("@")[2]
            if not host.startswith("["):
                host.encode("idna")
        except UnicodeError:
            raise ValidationError(self.message, code=self.code) from None
        if "=?" in (value or ""):
            raise ValidationError(self.message, code=self.code)


class AddressField(forms.EmailField):
    """An e-mail address to which a mail can be written as it stands."""

    default_validators = [PlainAddressValidator()]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 254, "required": False, **kwargs})
