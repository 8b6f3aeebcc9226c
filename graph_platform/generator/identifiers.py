"""Registered numbers with true check digits, each made out of a counter so that no two things ever share one.

A counter is scattered over a code's whole range by one multiplication, so numbers of neighbours do not look alike.
Ranges are those that no register has handed out so far, where there is one: organization codes that begin with Y,
company numbers of GB beginning with 9, legal entity identifiers of the issuer 9999, mobile numbers with 00 after
the network's digits.
"""

from __future__ import annotations

from random import Random

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_VALUES = {letter: value for value, letter in enumerate(_USCC_ALPHABET)}
_USCC_WEIGHTS = [3**place % 31 for place in range(17)]
_CODE_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CODE_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

_VIN_ALPHABET = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"
_VIN_VALUES = dict(
    zip("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", map(int, "012345678912345678123457923456789"), strict=True)
)
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)

_SCATTER = 0x9E3779B1
"""A prime near 2^32 over the golden ratio: multiplying by it is a one-to-one shuffle of any range that it is not
a divisor of."""


def scattered(counter: int, size: int) -> int:
    """The counter's place in a shuffled range of `size`; different counters below `size` get different places."""
    return counter * _SCATTER % size


def digits(number: int, base: str, width: int) -> str:
    """`number` written in the letters of `base`, padded to `width`."""
    written = []
    for _ in range(width):
        number, rest = divmod(number, len(base))
        written.append(base[rest])
    return "".join(reversed(written))


def organization_code_check(code: str) -> str:
    """The ninth character of a Chinese organization code (GB 11714)."""
    total = sum(
        _CODE_ALPHABET.index(letter) * weight for letter, weight in zip(code, _CODE_WEIGHTS, strict=True)
    )
    return "0123456789X0"[(11 - total % 11) % 11]


def uscc_check(body: str) -> str:
    """The eighteenth character of a Unified Social Credit Code (GB 32100)."""
    total = sum(_USCC_VALUES[letter] * weight for letter, weight in zip(body, _USCC_WEIGHTS, strict=True))
    return _USCC_ALPHABET[(31 - total % 31) % 31]


def uscc(counter: int, area: str) -> str:
    """A company's Unified Social Credit Code in a district (its six-digit area code)."""
    code = "Y" + digits(scattered(counter, 31**7), _USCC_ALPHABET, 7)
    body = f"91{area}{code}{organization_code_check(code)}"
    return body + uscc_check(body)


def lei(counter: int) -> str:
    """A Legal Entity Identifier (ISO 17442) with its two check digits."""
    body = "999900" + digits(scattered(counter, 36**12), _CODE_ALPHABET, 12)
    return body + f"{98 - int(''.join(str(int(letter, 36)) for letter in body) + '00') % 97:02d}"


def gb_company_number(counter: int) -> str:
    """Eight digits as Companies House writes them."""
    return "9" + digits(scattered(counter, 10**7), "0123456789", 7)


def vin_check(vin: str) -> str:
    """The ninth character of a VIN, whatever stands there now (ISO 3779 as GB 16735 and North America use it)."""
    total = sum(_VIN_VALUES[letter] * weight for letter, weight in zip(vin, _VIN_WEIGHTS, strict=True))
    return "0123456789X"[total % 11]


def vin(counter: int, maker: str, year: int) -> str:
    """A vehicle identification number: maker's three letters, description, check digit, model year, plant, serial."""
    scatter = scattered(counter, 33**5 * 10**6)
    description = digits(scatter // 10**6, _VIN_ALPHABET, 5)
    model_year = "ABCDEFGHJKLMNPRSTVWXY123456789"[(year - 2010) % 30]
    text = f"{maker}{description}0{model_year}A{scatter % 10**6:06d}"
    return f"{text[:8]}{vin_check(text)}{text[9:]}"


def battery_serial(counter: int, maker: str, year: int, month: int, day: int) -> str:
    """A traction battery pack's 24 characters (GB/T 34014): maker, pack, chemistry, specification, trace, date."""
    alphabet = _VIN_ALPHABET
    date = alphabet[1 + (year - 2011) % 30] + alphabet[month] + alphabet[day]
    return f"{maker}PE01{digits(scattered(counter, 33**7), alphabet, 7)}{date}{counter % 10**7:07d}"


def machine_serial(counter: int, prefix: str) -> str:
    """A maker's own serial number of something that no standard numbers."""
    return f"{prefix}-{digits(scattered(counter, 36**6), _CODE_ALPHABET, 6)}-{counter % 10**6:06d}"


def cn_mobile(rng: Random) -> str:
    """Eleven digits of a Chinese mobile number whose area digits (00xx) no network sells."""
    return f"{rng.choice(('138', '139', '150', '159', '186', '188', '199'))}00{rng.randrange(10**6):06d}"


def cn_landline(rng: Random, area: str) -> str:
    """A Chinese landline with its area code."""
    return f"{area}-{5 + rng.randrange(4)}{rng.randrange(10**7):07d}"


def gb_phone(rng: Random) -> str:
    """A London number out of the range that is kept for fiction."""
    return f"020 7946 0{rng.randrange(1000):03d}"


def plate(counter: int, province: str) -> str:
    """A new-energy plate: province, city's letter, D or F for battery electric, five more characters."""
    place = scattered(counter, 24 * 2 * 24 * 10**4)
    place, serial = divmod(place, 10**4)
    place, extra = divmod(place, 24)
    city, kind = divmod(place, 2)
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    return f"{province}{letters[city]}{'DF'[kind]}{letters[extra]}{serial:04d}"


def wrong_check(number: str, rng: Random) -> str:
    """The same number with its last character replaced: a typing error that the check digit reveals."""
    return number[:-1] + rng.choice([letter for letter in "0123456789" if letter != number[-1]])


def case_number(counter: int, year: int, court: str, kind: str) -> str:
    """A case's 案号. `court` is a province's character and four digits; no court counts up to seven digits a year."""
    return f"（{year}）{court}{kind}{9_000_000 + counter % 10**6}号"


def cn_application_check(body: str) -> str:
    """The character after the point of a Chinese application's twelve digits (ZC 0006)."""
    total = sum(int(digit) * (2 + place % 8) for place, digit in enumerate(body))
    return "0123456789X"[total % 11]


def cn_application(counter: int, year: int) -> str:
    """The number of an application for an invention in China, with its check digit."""
    body = f"{year}19{scattered(counter, 10**6):06d}"
    return f"CN{body}.{cn_application_check(body)}"


def cn_publication(counter: int) -> str:
    """The number of a published application; the office has not come to 19 yet."""
    return f"CN19{scattered(counter, 10**7):07d}A"


def customs_declaration(counter: int, year: int) -> str:
    """Eighteen digits: customs house, year, 1 for an import, serial."""
    return f"2248{year}19{scattered(counter, 10**8):08d}"


def iban(counter: int) -> str:
    """A British account number at a bank that does not exist, with its two check digits (ISO 13616)."""
    rest = f"EXPL{90_00_00 + counter % 10_000:06d}{scattered(counter, 10**8):08d}"
    number = "".join(str(int(letter, 36)) for letter in f"{rest}GB00")
    return f"GB{98 - int(number) % 97:02d}{rest}"


def cn_account(counter: int) -> str:
    """A company's account at a Chinese bank, which every bank numbers in its own way."""
    return f"9{scattered(counter, 10**16):018d}"
