"""Whether a text is a NIK, and what is wrong with it.

ASCII digits alone: Tilik knows those of every script, which is to the twin's
advantage.
"""

import re

SEPARATORS = re.compile(r"[\s.-]")
DIGITS = re.compile(r"[0-9]*")
DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Fault(Exception):
    """The word for what is wrong."""


def parse_nik(text):
    """The sixteen digits; raises the first fault."""
    nik = SEPARATORS.sub("", text)
    if not DIGITS.fullmatch(nik):
        raise Fault("not_digits")
    if len(nik) != 16:
        raise Fault("length")
    if not is_birth_date(int(nik[6:8]), int(nik[8:10]), int(nik[10:12])):
        raise Fault("birth_date")
    if nik.endswith("0000"):
        raise Fault("serial")
    return nik


def is_birth_date(digits, month, year):
    """A woman's day has 40 added. 29 February needs a leap year: of 1900 and 2000 the latter is one."""
    day = digits - 40 if digits > 40 else digits
    return 1 <= month <= 12 and 1 <= day <= DAYS[month - 1] and not (month == 2 and day == 29 and year % 4)
