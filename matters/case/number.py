"""Case numbers (办件编号): 6 digits region, 3 body, 8 day, 5 serial, 1 check digit (proposal after DB22/T 2848—2017)."""

from datetime import date

from matters.organisation.snapshot import Body


def day_sequence(body: Body, day: date) -> str:
    """The name of the sequence a body's cases of one day are numbered in."""
    return f"case:{body.region[:6]}{body.number}{day:%Y%m%d}"


def case_number(body: Body, day: date, serial: int) -> str:
    """The full number. More than 99,999 cases a day and body widen the serial rather than wrap."""
    plain = f"{body.region[:6]}{body.number}{day:%Y%m%d}{serial:05d}"
    return plain + check_digit(plain)


def check_digit(digits: str) -> str:
    """ISO 7064 MOD 11,10: finds every single wrong digit and nearly all swapped neighbours."""
    carry = 10
    for digit in digits:
        total = (carry + int(digit)) % 10 or 10
        carry = total * 2 % 11
    return str((11 - carry) % 10)
