"""Made-up names of towns and men, out of syllables. Pure; nobody real is meant by any of them."""

from collections.abc import Sequence
from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GIVEN = _words(
    "Adam Aksel Alan Albin Aleš Andrei Anton Arno Aurel Bastien Benoît Björn Bruno Ciro Cosmin "
    "Damir Danilo David Dénes Diego Dušan Edin Eetu Elias Emil Enzo Erik Fabio Felix Filip "
    "Gabriel Gaël Georgi Goran Guido Hakan Hugo Ibrahima Igor Iker Ilias Ivan Jakob Jan Jesper "
    "João Joel Jonas José Juan Kacper Karim Kevin Koffi Lars Léo Lorenzo Luca Luis Lukas Malik "
    "Manuel Marco Martín Mateo Mehdi Milan Mohamed Moussa Nico Niklas Noah Oğuz Oliver Omar "
    "Oscar Ousmane Pablo Paul Pedro Petr Rafael Raúl Rémi Roman Rui Samuel Sándor Sekou Sergio "
    "Simon Stefan Tarik Theo Thiago Tomáš Uroš Valentin Viktor Vito Yann Yusuf Zlatko"
)
HEADS = _words(
    "Al An Bal Bar Ber Bor Bran Cal Car Cor Dal Dan Dor El Fal Far Gal Gor Hal Hol Jar Kal Kar "
    "Kor Lan Lor Mal Mar Mor Nar Nor Ol Par Per Quin Ral Ros Sal San Sor Tal Tor Ul Val Var Ver "
    "Vil Wal Yor Zan Zel"
)
MIDDLES = _words("a e i o u an ar el en er i in o or ul é ö ou")
ENDS = _words(
    "bach berg bert bis dal den der dez do dre ga gard gen heim ić ieri ino ko kov la land las "
    "lin lo man mann mi mont nas nen ni no quez ra ric ro sen ska són son stad tano ter ti to "
    "tov va vas vić ville vin zak zano"
)
TOWN_ENDS = _words(
    "bridge brook burg bury dale fels field ford furt gate ham haven heim holm ia ina kirk land "
    "mar mond mont mouth ona ora polis port stadt stein ton vale vik ville wald worth"
)
CLUB_KINDS = ("{} FC", "{} United", "{} City", "{}", "Sporting {}", "AC {}", "{} 04", "Real {}")


def made_up(rng: Random, ends: Sequence[str]) -> str:
    """Return one word of two or three syllables."""
    middle = rng.choice(MIDDLES) if rng.random() < 0.55 else ""
    return rng.choice(HEADS) + middle + rng.choice(ends)


def family_name(rng: Random) -> str:
    """Return a family name; one in twelve is a double one."""
    name = made_up(rng, ENDS)
    return f"{name}-{made_up(rng, ENDS)}" if rng.random() < 1 / 12 else name


def man_name(rng: Random) -> tuple[str, str]:
    """Return his full name and the one he is known by."""
    given, family = rng.choice(GIVEN), family_name(rng)
    if rng.random() < 0.3:
        return f"{given} {rng.choice(GIVEN)} {family}", f"{given} {family}"
    return f"{given} {family}", f"{given} {family}"


def club_name(rng: Random) -> tuple[str, str]:
    """Return a club's name and its short one."""
    town = made_up(rng, TOWN_ENDS)
    return rng.choice(CLUB_KINDS).format(town), town
