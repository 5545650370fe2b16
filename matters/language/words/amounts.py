"""How amounts of money (金额) read: grouped, with two places; as people say them, in 万 or 亿; in words (大写)."""

from decimal import Decimal

_SCALES = ((Decimal(100_000_000), "亿"), (Decimal(10_000), "万"), (Decimal(1), ""))
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾"))


def money_text(amount: Decimal) -> str:
    """As it stands on forms, lists and papers: `1,200,000.00元`; what has more places, as earlier answers may, keeps them."""
    exact = amount == amount.quantize(Decimal("0.01"))
    return f"{amount:,.2f}元" if exact else f"{amount:,f}元"


def spoken_amount(amount: Decimal, unit: str = "元") -> str:
    """As people say it: `120万元`, `1.2亿元`, `5,000元`, `5万条`."""
    scale, word = next((one for one in _SCALES if abs(amount) >= one[0]), _SCALES[-1])
    number = amount / scale
    return f"{number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize():,f}{word}{unit}"


def money_in_words(amount: Decimal) -> str:
    """As it cannot be altered on a paper (大写): `人民币壹佰贰拾万元整`; what has more places than 分 has no such words."""
    cents, rest = divmod(abs(amount) * 100, 1)
    if rest:
        return money_text(amount)
    whole, part = divmod(int(cents), 100)
    yuan = f"{_in_words(whole)}元" if whole or not part else ""
    return f"人民币{'负' if amount < 0 else ''}{yuan}{_part_in_words(part, follows=bool(whole))}"


def _in_words(number: int) -> str:
    for size, place in _PLACES:
        if number >= size:
            rest = number % size
            gap = "零" if 0 < rest < size // 10 else ""
            return f"{_in_words(number // size)}{place}{gap}{_in_words(rest) if rest else ''}"
    return _DIGITS[number]


def _part_in_words(part: int, *, follows: bool) -> str:
    """角 and 分. `follows`: 元 stand before them."""
    tenths, hundredths = divmod(part, 10)
    if not part:
        return "整"
    before = f"{_DIGITS[tenths]}角" if tenths else "零" if follows else ""
    return before + (f"{_DIGITS[hundredths]}分" if hundredths else "")
