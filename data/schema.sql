-- Instants are UTC milliseconds, NULL where there is none. Numbers of documents, users, names,
-- entries and ledger rows are given once and never again.

CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Where the engine is.
CREATE TABLE engine (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    clock_ms INTEGER,
    next_seq INTEGER NOT NULL,
    next_ledger INTEGER NOT NULL,
    next_user INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    accepted INTEGER NOT NULL,
    duplicates INTEGER NOT NULL,
    late INTEGER NOT NULL,
    cycle INTEGER NOT NULL,
    unknown_campaign INTEGER NOT NULL,
    regex_limit INTEGER NOT NULL
) STRICT;
INSERT INTO engine VALUES (1, NULL, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0);

-- Who may write the state of the engine; beside it stands a lock on FILE-lease. `locked` is 0 where
-- the holder replaced one that hung and still had the lock.
CREATE TABLE lease (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    epoch INTEGER NOT NULL,
    held INTEGER NOT NULL,
    locked INTEGER NOT NULL,
    pid INTEGER NOT NULL,
    boot TEXT NOT NULL,
    login TEXT NOT NULL,
    what TEXT NOT NULL,
    place TEXT NOT NULL,
    since_ms INTEGER NOT NULL,
    heartbeat_ms INTEGER NOT NULL
) STRICT;
INSERT INTO lease VALUES (1, 0, 0, 0, 0, '', '', '', '', 0, 0);

-- Event names, and those that documents ask for.
CREATE TABLE name (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL
) STRICT;

-- Campaigns (object 0) and segments (object 1): the newest state of each, and all versions.
CREATE TABLE document (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    object INTEGER NOT NULL,
    id TEXT NOT NULL,
    status INTEGER NOT NULL,
    version INTEGER NOT NULL,
    activated_ms INTEGER,
    resumed_ms INTEGER,
    live_from_ms INTEGER,
    updated_ms INTEGER NOT NULL,
    updated_by TEXT NOT NULL,
    updated_login TEXT NOT NULL,
    UNIQUE (object, id)
) STRICT;
CREATE TABLE document_version (
    number INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    by TEXT NOT NULL,
    login TEXT NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (number, version)
) STRICT;

-- The changelog: rows stay when their document is deleted.
CREATE TABLE change (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms INTEGER NOT NULL,
    by TEXT NOT NULL,
    login TEXT NOT NULL,
    object INTEGER NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    action TEXT NOT NULL,
    changes TEXT NOT NULL
) STRICT;
CREATE INDEX change_of ON change (object, id);

-- Up to which row of the changelog a person has seen a document's.
CREATE TABLE looked (
    person TEXT NOT NULL,
    object INTEGER NOT NULL,
    id TEXT NOT NULL,
    row INTEGER NOT NULL,
    PRIMARY KEY (person, object, id)
) STRICT, WITHOUT ROWID;

-- Working copies of the wizard.
CREATE TABLE working (
    person TEXT NOT NULL,
    object INTEGER NOT NULL,
    id TEXT NOT NULL,
    base_version INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (person, object, id)
) STRICT;

-- Users, packed as engine/profile.h says.
CREATE TABLE user (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    state BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX user_id ON user (id);

-- Entries that wait, with the properties of their triggers.
CREATE TABLE pending (
    due_ms INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    user INTEGER NOT NULL,
    campaign INTEGER NOT NULL,
    trigger_ms INTEGER NOT NULL,
    row INTEGER NOT NULL,
    cut INTEGER NOT NULL,
    properties BLOB,
    PRIMARY KEY (due_ms, seq)
) STRICT, WITHOUT ROWID;

-- Entries that were decided, in that order. `previous` is the user's row before; the profile has
-- the newest.
CREATE TABLE ledger (
    number INTEGER PRIMARY KEY,
    seq INTEGER NOT NULL,
    campaign INTEGER NOT NULL,
    version INTEGER NOT NULL,
    user INTEGER NOT NULL,
    trigger_ms INTEGER NOT NULL,
    due_ms INTEGER NOT NULL,
    decided_ms INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    detail TEXT,
    row INTEGER NOT NULL,
    cause_row INTEGER,
    previous INTEGER NOT NULL
) STRICT;

-- Sends that have not been handed to the gateway, by the number of their ledger row.
CREATE TABLE outbox (
    number INTEGER PRIMARY KEY,
    identity TEXT,
    cut INTEGER NOT NULL,
    properties BLOB
) STRICT;

-- Statistics by hour of the company zone. `users` is a Roaring bitmap (portable form) of users.
CREATE TABLE counter (
    campaign INTEGER NOT NULL,
    tally INTEGER NOT NULL,
    hour_ms INTEGER NOT NULL,
    total INTEGER NOT NULL,
    users BLOB,
    PRIMARY KEY (campaign, tally, hour_ms)
) STRICT, WITHOUT ROWID;

-- The sum of the hours, so that a list of campaigns need not read them all.
CREATE TABLE counter_total (
    campaign INTEGER NOT NULL,
    tally INTEGER NOT NULL,
    total INTEGER NOT NULL,
    PRIMARY KEY (campaign, tally)
) STRICT, WITHOUT ROWID;

-- What was seen, packed as events/catalogue.h says; name -1 are the traits.
CREATE TABLE catalogue (
    name INTEGER PRIMARY KEY,
    packed BLOB NOT NULL
) STRICT;

-- Event files by the hash of their bytes, and how far they were read.
CREATE TABLE file (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,
    size INTEGER NOT NULL,
    lines INTEGER NOT NULL,
    accepted INTEGER NOT NULL,
    duplicates INTEGER NOT NULL,
    late INTEGER NOT NULL,
    anonymous INTEGER NOT NULL,
    skipped INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    in_future INTEGER NOT NULL,
    first_read_ms INTEGER NOT NULL,
    done INTEGER NOT NULL,
    resume_at_ms INTEGER,
    resume_line INTEGER NOT NULL,
    counted_line INTEGER NOT NULL
) STRICT;
CREATE TABLE reject (
    file INTEGER NOT NULL REFERENCES file (number) ON DELETE CASCADE,
    line INTEGER NOT NULL,
    reason TEXT NOT NULL,
    text BLOB NOT NULL,
    PRIMARY KEY (file, line)
) STRICT, WITHOUT ROWID;

-- Sizes of segments as last counted; the instant is the engine clock then.
CREATE TABLE segment_size (
    number INTEGER PRIMARY KEY REFERENCES document (number) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    size INTEGER NOT NULL,
    as_of_ms INTEGER
) STRICT;
