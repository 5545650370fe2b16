"""How amounts read."""

from decimal import Decimal

import pytest

from matters.language.words.amounts import money_text, spoken_money


@pytest.mark.parametrize(
    ("amount", "alone", "spoken"),
    [
        ("1200000", "1,200,000.00元", "120万元"),
        ("2000000.00", "2,000,000.00元", "200万元"),
        ("1234500", "1,234,500.00元", "123.45万元"),
        ("120000000", "120,000,000.00元", "1.2亿元"),
        ("380000.5", "380,000.50元", "38.00005万元"),
        ("5000", "5,000.00元", "5,000元"),
        ("0.01", "0.01元", "0.01元"),
        ("0", "0.00元", "0元"),
        ("-20000", "-20,000.00元", "-2万元"),
        ("1.234", "1.234元", "1.234元"),
    ],
)
def test_an_amount_reads_one_way_alone_and_one_way_in_a_sentence(amount: str, alone: str, spoken: str) -> None:
    """Grouped with two places on forms and papers; in 万 or 亿 as people say it, never rounded."""
    assert money_text(Decimal(amount)) == alone
    assert spoken_money(Decimal(amount)) == spoken
