"""Questions that are asked at every moment anew, and put into SQL once.

Of the time that a page takes to make, Django spends most on turning the same querysets into the
same SQL. A prepared question keeps the SQL, and what tells the columns apart, for the life of the
process; at each asking its values and `now()` take their places. Rows come as from the queryset
itself, but for `prefetch_related`.

This leans on what is no public interface of Django: the compiler's `as_sql` and `get_converters`,
and `QuerySet._iterable_class`. tests/timeline/test_prepared.py would notice a change.
"""

import json
from collections.abc import Callable
from copy import copy
from functools import cached_property
from types import SimpleNamespace
from typing import Any, Final, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections, models, router
from django.db.models import Expression, Field, QuerySet

from newsportal.timeline.clock import now, stands_for

Row = TypeVar("Row")
# No column holds a larger number, and SQLite does not take one.
LARGEST: Final = 2**63 - 1

Kind = Field[Any, Any] | list[Field[Any, Any]]


class Given(Expression):
    """The place of a value that is given when the question is asked."""

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]

    def value_among(self, values: dict[str, Any], connection: Any) -> Any:
        """The given value as the database takes it; EmptyResultSet for a number it cannot hold."""
        value = values[self.name]
        if isinstance(value, int) and abs(value) > LARGEST:
            raise EmptyResultSet
        return self.output_field.get_db_prep_value(value, connection)


class GivenMany(Given):
    """The place of a list of whole numbers, for `__in`: one value, so that one SQL serves all."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        if connection.vendor == "postgresql":
            return "(SELECT unnest(%s::bigint[]))", [self]
        return "(SELECT value FROM json_each(%s))", [self]

    def value_among(self, values: dict[str, Any], connection: Any) -> Any:
        numbers = [int(number) for number in values[self.name]]
        return numbers if connection.vendor == "postgresql" else json.dumps(numbers)


MOMENT = Given("now", models.DateTimeField())


class Prepared(Generic[Row]):
    """A question to the database: `question(number=5)` gives a list of rows.

    `ask` is called once, with an expression in the place of each value; what it makes of them must
    not depend on the values. Within it `now()` is an expression too.
    """

    def __init__(self, ask: Callable[..., QuerySet[Any, Row]], given: dict[str, Kind]) -> None:
        self.__doc__ = ask.__doc__
        self._ask, self._given = ask, given
        self._compiled: dict[str, SimpleNamespace] = {}

    def __call__(self, **values: Any) -> list[Row]:
        """The rows; one value for each that the question was declared with."""
        alias = router.db_for_read(self._question.model)
        compiled = self._compiled.get(alias) or self._compile(alias)
        connection = connections[alias]
        values["now"] = now()
        try:
            parameters = tuple(
                one.value_among(values, connection) if isinstance(one, Given) else one
                for one in compiled.parameters
            )
        except EmptyResultSet:
            return []
        compiler = copy(compiled.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda: (compiled.sql, parameters)
        compiler.get_converters = lambda columns: compiled.converters
        asked = SimpleNamespace(
            db=alias,
            query=SimpleNamespace(get_compiler=lambda using: compiler),
            _known_related_objects={},
        )
        return list(compiled.iterable(asked))

    def first(self, **values: Any) -> Row | None:
        """The first row of the answer, or None."""
        return next(iter(self(**values)), None)

    @cached_property
    def _question(self) -> QuerySet[Any, Row]:
        places = {
            name: GivenMany(name, field[0]) if isinstance(field, list) else Given(name, field)
            for name, field in self._given.items()
        }
        with stands_for(MOMENT):
            return self._ask(**places)

    def _compile(self, alias: str) -> SimpleNamespace:
        compiler = self._question.query.get_compiler(alias)
        sql, parameters = compiler.as_sql()
        columns = [column for column, *_rest in compiler.select[: compiler.col_count]]
        # Two threads may come here at once, and make the same.
        compiled = self._compiled[alias] = SimpleNamespace(
            sql=sql,
            parameters=parameters,
            compiler=compiler,
            converters=compiler.get_converters(columns),
            iterable=self._question._iterable_class,  # noqa: SLF001 - there is no other way
        )
        return compiled


def prepared(
    **given: Kind,
) -> Callable[[Callable[..., QuerySet[Any, Row]]], Prepared[Row]]:
    """Prepare the question that a function makes of these values: `@prepared(number=...)`.

    For each value the field that says how the database takes it, or [field] for a list of values.
    """
    return lambda ask: Prepared(ask, given)
