"""Keeps what readers are asked in step with the purposes and vendors of the site.

`settle` is called by whoever changes either, and by each start and each day of the worker, for
what a new release or a hand in the database has changed.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max

from newsportal.consent.models import ConsentVersion, Purpose, Receipt
from newsportal.consent.vendors import vendors
from newsportal.pagecache.log import take_turn


@transaction.atomic
def switch_on(names: Iterable[str]) -> ConsentVersion:
    """Have the site ask about these purposes too."""
    for name in names:
        if not Purpose.objects.filter(name=name).exists():
            Purpose(name=name).save()
    return settle()


@transaction.atomic
def settle() -> ConsentVersion:
    """The version of what is asked now, written down if it is not the last one.

    Something added makes the next number, and readers are asked again. Something removed makes a
    row of the same number, so that it counts as added when it comes back.
    """
    take_turn()
    last = ConsentVersion.current()
    # Choices from before there were versions, and receipts of them, carry a number too.
    highest = last.number or Receipt.objects.aggregate(top=Max("policy_version"))["top"] or 0
    asked = {name: _entry(hosts, last.asked.get(name), highest + 1) for name, hosts in _asked()}
    for name, entry in asked.items():
        # Who accepts a purpose accepts its parts: it is as new as the newest of them.
        whole = name.partition(".")[0]
        asked[whole]["since"] = max(asked[whole]["since"], entry["since"])
    if asked == last.asked:
        return last
    grown = any(entry["since"] > highest for entry in asked.values())
    version = ConsentVersion(number=highest + grown, asked=asked)
    version.save()
    return version


def _asked() -> list[tuple[str, list[str]]]:
    """The names of everything that can be granted now, with the hosts that it loads from."""
    found: list[tuple[str, list[str]]] = []
    for purpose in Purpose.objects.values_list("name", flat=True):
        found.append((purpose, []))
        found += [(f"{purpose}.{each.slug}", sorted(each.hosts)) for each in vendors(purpose)]
    return found


def _entry(hosts: list[str], before: dict[str, Any] | None, number: int) -> dict[str, Any]:
    is_known = before is not None and set(hosts) <= set(before["hosts"])
    return {"since": before["since"] if before and is_known else number, "hosts": hosts}
