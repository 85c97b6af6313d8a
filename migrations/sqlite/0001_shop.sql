-- Money is in minor units (won, cents), times are Unix milliseconds unless a column says otherwise.

CREATE TABLE products (
    id           TEXT PRIMARY KEY,
    name_ko      TEXT NOT NULL,
    name_en      TEXT NOT NULL,
    blurb_ko     TEXT NOT NULL,
    blurb_en     TEXT NOT NULL,
    picture      TEXT NOT NULL,
    price        INTEGER NOT NULL CHECK (price > 0),
    price_usd    INTEGER CHECK (price_usd > 0),
    stock        INTEGER NOT NULL CHECK (stock >= 0),
    held         INTEGER NOT NULL DEFAULT 0 CHECK (held >= 0 AND held <= stock),
    listed_stock INTEGER NOT NULL,
    position     INTEGER NOT NULL,
    active       INTEGER NOT NULL
) STRICT;

CREATE TABLE customers (
    id           TEXT PRIMARY KEY,
    draft        TEXT,
    refused_seen TEXT,
    name         TEXT,
    tel          TEXT,
    email        TEXT,
    vbank_num    TEXT,
    vbank_code   TEXT,
    vbank_name   TEXT,
    vbank_holder TEXT,
    vbank_date   INTEGER, -- Unix seconds
    created_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE cart_lines (
    customer_id TEXT NOT NULL,
    product_id  TEXT NOT NULL REFERENCES products (id),
    quantity    INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 99),
    added_at    INTEGER NOT NULL,
    PRIMARY KEY (customer_id, product_id)
) STRICT;

CREATE TABLE orders (
    id           TEXT PRIMARY KEY,
    customer_id  TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN (
                     'draft', 'awaiting_payment', 'awaiting_deposit', 'paid',
                     'partly_refunded', 'refunded', 'expired', 'disputed')),
    stock_state  TEXT NOT NULL CHECK (stock_state IN ('held', 'taken', 'free')),
    lang         TEXT NOT NULL,
    buyer        TEXT NOT NULL,
    lines        TEXT NOT NULL,
    totals       TEXT NOT NULL,
    totals_usd   TEXT,
    paid_by      TEXT,
    refunded     INTEGER NOT NULL DEFAULT 0 CHECK (refunded >= 0),
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    CHECK (state NOT IN ('paid', 'partly_refunded', 'refunded') OR paid_by IS NOT NULL)
) STRICT;

CREATE INDEX orders_by_customer ON orders (customer_id, created_at);
CREATE INDEX orders_to_expire ON orders (expires_at)
    WHERE state IN ('draft', 'awaiting_payment', 'awaiting_deposit');

CREATE TABLE attempts (
    merchant_uid TEXT PRIMARY KEY CHECK (length(merchant_uid) <= 40),
    order_id     TEXT NOT NULL REFERENCES orders (id),
    method       TEXT NOT NULL,
    amount       INTEGER NOT NULL CHECK (amount > 0),
    currency     TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('opened', 'ready', 'paid', 'failed', 'cancelled', 'forged')),
    imp_uid      TEXT,
    fail_reason  TEXT,
    browser_hint TEXT,
    doubt_since  INTEGER,
    ask_at       INTEGER NOT NULL,
    asked        INTEGER NOT NULL DEFAULT 0,
    opened_at    INTEGER NOT NULL,
    settled_at   INTEGER
) STRICT;

CREATE INDEX attempts_by_order ON attempts (order_id, opened_at);
CREATE UNIQUE INDEX one_paid_attempt_per_order ON attempts (order_id) WHERE state = 'paid';
CREATE INDEX attempts_to_ask ON attempts (ask_at)
    WHERE state IN ('opened', 'ready') OR doubt_since IS NOT NULL;

CREATE TABLE payments (
    imp_uid      TEXT PRIMARY KEY,
    merchant_uid TEXT NOT NULL REFERENCES attempts (merchant_uid),
    order_id     TEXT NOT NULL REFERENCES orders (id),
    status       TEXT NOT NULL,
    standing     TEXT NOT NULL CHECK (standing IN ('open', 'counts', 'surplus', 'forged', 'unfillable', 'void')),
    mismatch     TEXT,
    apply_num    TEXT,
    vbank_num    TEXT,
    details      TEXT NOT NULL,
    seen_at      INTEGER NOT NULL
) STRICT;

CREATE INDEX payments_by_attempt ON payments (merchant_uid);
CREATE INDEX payments_by_order ON payments (order_id);

CREATE TABLE history (
    id           INTEGER PRIMARY KEY,
    order_id     TEXT NOT NULL,
    merchant_uid TEXT,
    imp_uid      TEXT,
    at           INTEGER NOT NULL,
    who          TEXT NOT NULL,
    from_state   TEXT NOT NULL,
    to_state     TEXT NOT NULL,
    note         TEXT
) STRICT;

CREATE INDEX history_by_order ON history (order_id, id);

CREATE TABLE inbox (
    id           INTEGER PRIMARY KEY,
    received_at  INTEGER NOT NULL,
    source       TEXT NOT NULL,
    body         TEXT NOT NULL,
    imp_uid      TEXT,
    state        TEXT NOT NULL CHECK (state IN ('new', 'done', 'dead')),
    tries        INTEGER NOT NULL DEFAULT 0,
    next_at      INTEGER NOT NULL,
    note         TEXT
) STRICT;

CREATE INDEX inbox_to_do ON inbox (next_at) WHERE state = 'new';

CREATE TABLE outbox (
    id           INTEGER PRIMARY KEY,
    key          TEXT NOT NULL UNIQUE,
    order_id     TEXT NOT NULL,
    message      TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('new', 'done', 'dead')),
    tries        INTEGER NOT NULL DEFAULT 0,
    next_at      INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    note         TEXT
) STRICT;

CREATE INDEX outbox_to_do ON outbox (next_at) WHERE state = 'new';

CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
