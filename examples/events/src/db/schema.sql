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

CREATE TABLE IF NOT EXISTS accounts (
    id         INTEGER PRIMARY KEY,
    email      TEXT NOT NULL UNIQUE COLLATE NOCASE,
    name       TEXT NOT NULL,
    password   TEXT NOT NULL, -- its hash, in the PHC format
    generation INTEGER NOT NULL DEFAULT 1 -- counts the passwords; a log-in with an older one is over
) STRICT;

CREATE TABLE IF NOT EXISTS sessions (
    id         TEXT PRIMARY KEY,
    data       TEXT NOT NULL, -- JSON
    expires_at INTEGER NOT NULL -- seconds since 1970
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS sessions_by_expiry ON sessions (expires_at);

-- What an account has put into the programme.
CREATE TABLE IF NOT EXISTS listings (
    event_id   INTEGER PRIMARY KEY REFERENCES events (id),
    owner_id   INTEGER NOT NULL REFERENCES accounts (id),
    draft      TEXT NOT NULL UNIQUE, -- which form made it: sent twice, it makes one event
    poster     TEXT, -- the file's name
    removed_at INTEGER
) STRICT;

CREATE INDEX IF NOT EXISTS listings_by_owner ON listings (owner_id);

CREATE TABLE IF NOT EXISTS tickets (
    event_id    INTEGER NOT NULL REFERENCES events (id),
    position    INTEGER NOT NULL,
    name        TEXT NOT NULL,
    price_cents INTEGER NOT NULL,
    seats       INTEGER NOT NULL,
    PRIMARY KEY (event_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS likes (
    event_id   INTEGER NOT NULL REFERENCES events (id),
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (event_id, account_id)
) STRICT, WITHOUT ROWID;

-- The events that visitors see: without those that their owner has taken off.
CREATE VIEW IF NOT EXISTS programme AS
    SELECT e.*, l.owner_id, l.poster
    FROM events e LEFT JOIN listings l ON l.event_id = e.id
    WHERE l.removed_at IS NULL;
