"""`MomentField`: a date and a time in the newsroom's time zone, and never a time nobody meant.

A clock that is put forward skips an hour, one that is put back shows an hour twice. A time that
was skipped is refused with the reason; for one that comes twice the form asks which is meant.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsportal.timeline.clock import now
from newsportal.timeline.words import utc_offset


def moments_of(day: date, clock: time) -> list[datetime]:
    """The moments at which the newsroom's clock shows this: one, two, or none at all.

    Aware, in order; none where the clock was put forward over it.
    """
    zone = timezone.get_current_timezone()
    readings = (datetime.combine(day, clock, zone).replace(fold=fold) for fold in (0, 1))
    there = [
        moment
        for moment in readings
        if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
        == moment.replace(tzinfo=None)
    ]
    return there if len({moment.utcoffset() for moment in there}) > 1 else there[:1]


class MomentWidget(forms.MultiWidget):
    """The date, the time, and, where a time comes twice, which of the two.

    Beside them stand the time zone and its offset; `js/newsroom/moment.js` keeps the offset
    true while somebody types.
    """

    template_name = "timeline/moment.html"
    use_fieldset = True
    supports_microseconds = False

    class Media:
        js = [Script("js/newsroom/moment.js", type="module")]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        parts = (
            forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            forms.TimeInput(attrs={"type": "time"}),
            forms.Select(),
        )
        super().__init__(parts, attrs)

    def decompress(self, value: datetime | None) -> list[Any]:
        if value is None:
            return [None, None, None]
        moment = timezone.localtime(value)
        clock = moment.time().replace(microsecond=0, fold=0)
        return [moment.date(), f"{clock:%H:%M:%S}" if clock.second else f"{clock:%H:%M}",
                utc_offset(moment)]  # fmt: skip

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        given = value if isinstance(value, list) else self.decompress(value)
        readings = _readings(given)
        which: Any = self.widgets[2]
        which.choices = [("", _("Which of the two?"))] + [
            (utc_offset(moment), _("the %(nth)s, UTC%(offset)s")
             % {"nth": nth, "offset": utc_offset(moment)})
            for nth, moment in zip((_("first"), _("second")), readings, strict=False)
        ]  # fmt: skip
        context = super().get_context(name, given, attrs)
        shown = readings[0] if readings else timezone.localtime(now())
        context["widget"] |= {
            "comes_twice": len(readings) > 1,
            "zone": timezone.get_current_timezone_name(),
            "offset": utc_offset(shown),
        }
        return context


class MomentField(forms.MultiValueField):
    """A moment, aware, from a date and a time in the newsroom's time zone."""

    widget = MomentWidget
    default_error_messages = {
        "half": gettext_lazy("Give both a date and a time."),
        "skipped": gettext_lazy(
            "On %(day)s the clock is put forward, and there is no %(time)s in %(zone)s. "
            "Choose a time before or after that."
        ),
        "twice": gettext_lazy(
            "On %(day)s the clock is put back, and %(time)s comes twice in %(zone)s. "
            "Say which of the two you mean."
        ),
        "no_moment": gettext_lazy("This date lies too far away. Check the year."),
    }

    def __init__(self, **kwargs: Any) -> None:
        parts = (
            forms.DateField(required=False, input_formats=["%Y-%m-%d"]),
            forms.TimeField(required=False, input_formats=["%H:%M", "%H:%M:%S"]),
            forms.CharField(required=False, max_length=6),
        )
        # Django keeps the value beside one that is computed anew; as one text it fits no part.
        kwargs["show_hidden_initial"] = False
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def to_python(self, value: Any) -> Any:
        # As it stands in a hidden field: what the form was opened with.
        try:
            return parse_datetime(value) if isinstance(value, str) else value
        except ValueError as error:
            raise ValidationError(self.error_messages["no_moment"], code="no_moment") from error

    def has_changed(self, initial: datetime | None, data: Any) -> bool:
        # By parts it would always have: which of two times is meant is asked only where there
        # are two. A field shows no part of a second.
        try:
            sent = self.clean(data)
        except ValidationError:
            return True
        return sent != (initial and initial.replace(microsecond=0))

    def compress(self, data_list: Sequence[Any]) -> datetime | None:
        day, clock, which = [*data_list, None, None, None][:3]
        if day is None and clock is None:
            return None
        if day is None or clock is None:
            raise ValidationError(self.error_messages["half"], code="half")
        words = {
            "day": date_format(day, "j F Y"),
            "time": f"{clock:%H:%M}",
            "zone": timezone.get_current_timezone_name(),
        }
        try:
            readings = moments_of(day, clock)
        except OverflowError:
            raise ValidationError(self.error_messages["no_moment"], code="no_moment") from None
        if not readings:
            raise ValidationError(self.error_messages["skipped"] % words, code="skipped")
        for moment in readings:
            if len(readings) == 1 or utc_offset(moment) == which:
                # In UTC: Python holds a time that comes twice unequal to any of another zone.
                return moment.astimezone(UTC)
        raise ValidationError(self.error_messages["twice"] % words, code="twice")


def _readings(given: Sequence[Any]) -> list[datetime]:
    """The moments that the first two inputs name, whatever was typed into them."""
    try:
        day = given[0] if isinstance(given[0], date) else parse_date(str(given[0] or ""))
        clock = parse_time(str(given[1] or ""))
        return moments_of(day, clock) if day and clock else []
    except (ValueError, OverflowError, IndexError):
        return []
