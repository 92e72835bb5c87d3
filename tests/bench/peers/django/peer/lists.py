"""What the lists say of a NIK: one statement on a connection that is kept.

A cursor and not the ORM: three joins in one statement are beyond `.values()`, and
building a queryset costs more than reading what it finds.
"""

from django.db import connection

# The day of the data, then the person's own lines, those of the others on the
# card, and those of the card alone. Who is on two cards has own lines only.
AID = """
    SELECT data_as_of, NULL, NULL, NULL, NULL FROM landing
    UNION ALL
    SELECT scheme, level, period, paid, 1 FROM recipient WHERE nik = %(nik)s AND active
    UNION ALL
    SELECT r.scheme, r.level, r.period, r.paid, 0 FROM resident p, resident m, recipient r
    WHERE p.nik = %(nik)s AND p.sole AND m.no_kk = p.no_kk AND m.nik <> p.nik AND r.nik = m.nik AND r.active
    UNION ALL
    SELECT r.scheme, r.level, r.period, r.paid, 0 FROM resident p, recipient r
    WHERE p.nik = %(nik)s AND p.sole AND r.no_kk = p.no_kk AND r.nik IS NULL AND r.active"""


def answer(nik):
    """What a check says."""
    with connection.cursor() as cursor:
        (day, *_), *lines = cursor.execute(AID, {"nik": nik}).fetchall()
    aid = fold(lines)
    return {"status": "listed" if aid else "not_listed", "aid": aid, "data_as_of": day}


def fold(lines):
    """One line for each scheme: the person's own before the family's, then a paid one."""
    best = {}
    for line in lines:
        known = best.get(line[0])
        if known is None or weight(line) > weight(known):
            best[line[0]] = line
    return [
        {"scheme": scheme, "level": level, "period": period, "paid": bool(paid), "through": "self" if own else "family"}
        for scheme, level, period, paid, own in best.values()
    ]


def weight(line):
    _, _, _, paid, own = line
    return 2 * own + paid
