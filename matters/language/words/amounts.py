"""How amounts of money (金额) read: grouped, with two places; in 万元 or 亿元 where people speak of them."""

from decimal import Decimal

_SCALES = ((Decimal(100_000_000), "亿元"), (Decimal(10_000), "万元"), (Decimal(1), "元"))


def money_text(amount: Decimal) -> str:
    """As it stands on forms, lists and papers: `1,200,000.00元`; what has more places, as earlier answers may, keeps them."""
    exact = amount == amount.quantize(Decimal("0.01"))
    return f"{amount:,.2f}元" if exact else f"{amount:,f}元"


def spoken_money(amount: Decimal) -> str:
    """As people say it: `120万元`, `1.2亿元`, `5,000元`."""
    scale, word = next((one for one in _SCALES if abs(amount) >= one[0]), _SCALES[-1])
    number = amount / scale
    return f"{number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize():,f}{word}"
