"""What a link is in words: fees, kinds, stages."""

from transfers.models import Link

Kind, Stage = Link.Kind, Link.Stage
KIND_WORDS = {
    Kind.PERMANENT: "a permanent transfer",
    Kind.LOAN: "a loan",
    Kind.LOAN_OPTION: "a loan with an option to buy",
    Kind.FREE: "a free transfer",
    Kind.PRE_CONTRACT: "a pre-contract",
}
SYMBOLS = dict(Link.Currency.choices)
MILLION, THOUSAND = 1_000_000, 1_000


def fee_text(amount: int | None, currency: str) -> str:
    """Return "£35m", "€62.5m", "$500k" or "no fee"; nothing where it is not known."""
    if amount is None:
        return ""
    if amount == 0:
        return "no fee"
    for size, letter in ((MILLION, "m"), (THOUSAND, "k")):
        if amount >= size:
            number = f"{amount / size:.2f}".rstrip("0").rstrip(".")
            return f"{SYMBOLS[currency]}{number}{letter}"
    return f"{SYMBOLS[currency]}{amount}"


def fee_of(link: Link) -> str:
    return fee_text(link.fee, link.currency)


def kind_words(link: Link) -> str:
    """Return "a permanent transfer for £35m", "a loan with an option to buy for €30m"."""
    words = KIND_WORDS[Kind(link.kind)]
    option = fee_text(link.option_fee, link.currency)
    if option:
        words += f" for {option}"
    fee = fee_of(link)
    if fee and link.kind not in (Kind.FREE, Kind.PRE_CONTRACT):
        return f"{words}, fee {fee}" if link.is_loan else f"{words} for {fee}"
    return words


def stage_word(link: Link) -> str:
    """Return the stage for the middle of a sentence: "bid", "collapsed"."""
    return Stage(link.stage).label.lower()


def currency_of(link: Link) -> str | None:
    """Return the currency of its fees, None where none is known."""
    return None if link.fee is None and link.option_fee is None else str(link.currency)
