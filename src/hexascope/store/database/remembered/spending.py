"""What models took on each day, kept by a database."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, RowMapping

from hexascope.domain.spending import Spent
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.archive import spending
from hexascope.store.database.words import storable
from hexascope.store.folders.spending import (
    LONGEST_NAME,
    MOST_DAYS,
    MOST_MODELS,
    OTHERS,
    whole_of,
)


@dataclass(frozen=True, slots=True)
class DatabaseSpending:
    """Keeps what one tenant's days have spent, of all processes together."""

    scope: Scope

    def add(self, spent: Spent) -> Spent:
        def work(connection: Connection) -> Spent:
            self.scope.alone(connection, "spending")
            models = {one.model: one for one in self._day(connection, spent.day)}
            name = storable(spent.model, LONGEST_NAME)
            if name not in models and len(models) >= MOST_MODELS:
                name = OTHERS
            models[name] = models.get(name, Spent(day=spent.day, model=name)).plus(spent)
            self.scope.upsert(connection, spending, [asdict(models[name])])
            self._drop_oldest(connection)
            return whole_of(spent.day, models.values())

        return self.scope.write_now(work)

    def day(self, day: str) -> Spent:
        return whole_of(day, self.scope.read_now(lambda connection: self._day(connection, day)))

    def all(self) -> tuple[Spent, ...]:
        def work(connection: Connection) -> list[Spent]:
            rows = connection.execute(self.scope.select(spending)).mappings()
            return [_spent(row) for row in rows]

        def order(one: Spent) -> tuple[float, int]:
            return -one.dollars, -one.tokens

        dearest = sorted(self.scope.read_now(work), key=order)
        return tuple(sorted(dearest, key=lambda one: one.day, reverse=True))

    def _day(self, connection: Connection, day: str) -> list[Spent]:
        chosen = self.scope.select(spending).where(spending.c.day == day)
        rows = connection.execute(chosen.order_by(spending.c.model)).mappings()
        return [_spent(row) for row in rows]

    def _drop_oldest(self, connection: Connection) -> None:
        days = self.scope.select(spending, spending.c.day).distinct()
        kept = list(connection.execute(days.order_by(spending.c.day.desc())).scalars())
        if len(kept) > MOST_DAYS:
            old = spending.c.day < kept[MOST_DAYS - 1]
            connection.execute(self.scope.delete(spending).where(old))


def _spent(row: RowMapping) -> Spent:
    return Spent(**{name: value for name, value in row.items() if name != "tenant"})
