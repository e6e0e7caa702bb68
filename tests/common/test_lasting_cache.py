"""The table of limits: it keeps what still counts, and nothing else once it is large."""

from django.db import connection

from selfassess.common.lasting_cache import LastingCache


def test_the_table_loses_what_has_expired_and_nothing_else(db, settings):
    table = settings.CACHES["default"]["LOCATION"]
    cache = LastingCache(table, {"OPTIONS": {"MAX_ENTRIES": 3}})
    for number in range(6):
        cache.set(f"old-{number}", number, timeout=-10)
    for number in range(6):
        cache.set(f"new-{number}", number, timeout=300)
    assert [cache.get(f"new-{number}") for number in range(6)] == list(range(6))
    with connection.cursor() as cursor:
        # What other tests left in the table is none of this one's.
        cursor.execute(f"SELECT cache_key FROM {table} WHERE cache_key LIKE '%old-%'")
        assert cursor.fetchall() == []
