"""Numbers as they come in a URL, and as they are shown: exact decimals, never binary floats."""

import re
from decimal import Decimal

_PLAIN = re.compile(r"-?(?:\d{1,15}(?:\.\d{0,10})?|\.\d{1,10})", re.ASCII)


class BadAmount(ValueError):
    """What was given is not a number that can be computed with."""


def parse_amount(name: str, text: str) -> Decimal:
    """Read a plain decimal such as 1000, 7.5 or .15; no exponent, no NaN, 15 + 10 digits."""
    if not _PLAIN.fullmatch(text):
        shown = text if len(text) <= 40 else text[:40] + "…"
        raise BadAmount(f"{name} must be a plain number such as 1000 or 7.5, not {shown!r}.")
    return Decimal(text)


def show_amount(value: Decimal | int | None) -> str:
    """Show a number without exponent or trailing zeros; nothing for NULL."""
    if value is None:
        return ""
    text = format(Decimal(value), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
