-- Applied at every start; each statement must be harmless when it has run before.

CREATE TABLE IF NOT EXISTS categories (
    id   INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS cities (
    id      INTEGER PRIMARY KEY,
    slug    TEXT NOT NULL UNIQUE,
    name    TEXT NOT NULL,
    country TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS venues (
    id        INTEGER PRIMARY KEY,
    city_id   INTEGER NOT NULL REFERENCES cities (id),
    name      TEXT NOT NULL,
    street    TEXT NOT NULL,
    quarter   TEXT NOT NULL,
    founded   INTEGER NOT NULL,
    capacity  INTEGER NOT NULL,
    step_free INTEGER NOT NULL,
    tram      TEXT NOT NULL,
    x         INTEGER NOT NULL, -- metres east and north of the city's centre
    y         INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS events (
    id          INTEGER PRIMARY KEY,
    category_id INTEGER NOT NULL REFERENCES categories (id),
    venue_id    INTEGER NOT NULL REFERENCES venues (id),
    title       TEXT NOT NULL,
    line        TEXT NOT NULL,
    summary     TEXT NOT NULL,
    starts_at   TEXT NOT NULL, -- 2026-11-21T19:30, local time of the city
    minutes     INTEGER NOT NULL,
    price_cents INTEGER NOT NULL,
    capacity    INTEGER NOT NULL,
    sold        INTEGER NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS events_by_start ON events (starts_at, id);
CREATE INDEX IF NOT EXISTS events_by_venue ON events (venue_id, starts_at);

CREATE TABLE IF NOT EXISTS activity (
    id       INTEGER PRIMARY KEY, -- the newest has the highest
    event_id INTEGER NOT NULL REFERENCES events (id),
    kind     TEXT NOT NULL,
    actor    TEXT NOT NULL,
    amount   INTEGER NOT NULL,
    minutes_ago INTEGER NOT NULL
) STRICT;
