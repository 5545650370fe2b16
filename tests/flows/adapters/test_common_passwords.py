"""Passwords that are tried first are refused, however they are dressed up; what people can remember otherwise is not."""

import pytest

from flows.adapters.common_passwords import is_common

COMMON = """
password123 Password123 P@ssw0rd123 P@$$w0rd2024 passw0rd!! password2026! qwerty12345 Qwerty123456
qwertyuiop1 1q2w3e4r5t 1qaz2wsx3edc 1qaz@WSX3edc zaq12wsxcde3 abc1234567 abc@123456 a123456789
Aa123456789 aa12345678 admin12345 Admin@2026 administrator1 root123456 test@12345 huawei@123
Huawei12#$ welcome123 Welcome2026 iloveyou520 woaini1314520 woaini5201314 zhang123456 wang@12345
wx19900101 li20010203 a1b2c3d4e5 abcd1234!@#$ Abcd123456 qq123456789 123456789a 123qweasdzxc
letmein2026 changeme123 oracle12345 system12345 manager123 111111111a aaaaaaaaa1 adminadmin1
dragon12345 monkey12345 football123 abcdefghi1 zxcvbnm123 asdfghjkl1 qazwsxedc1 Beijing2026
""".split()
SOUND = """
correct-horse-9 correct-horse 春眠不觉晓处处闻啼鸟1 k7-mq2-xp9-wd 9f3b1c0e-77aa tB9!wq4#Lm2z
green-7-kettle-sings 办公楼下有3棵银杏 Nx8vQm2Rt5Lp
""".split()


@pytest.mark.parametrize("password", COMMON)
def test_a_common_password_is_known(password: str) -> None:
    """Words of the list with figures at their ends, with signs for letters, doubled; walks; a name with a run of figures."""
    assert is_common(password)


@pytest.mark.parametrize("password", SOUND)
def test_what_nobody_tries_first_passes(password: str) -> None:
    """Words put together, and what is drawn by lot."""
    assert not is_common(password)
