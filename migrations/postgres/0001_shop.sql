-- Money is in minor units (won, cents), times are Unix milliseconds unless a column says otherwise.

CREATE TABLE products (
    id           TEXT PRIMARY KEY,
    name_ko      TEXT NOT NULL,
    name_en      TEXT NOT NULL,
    blurb_ko     TEXT NOT NULL,
    blurb_en     TEXT NOT NULL,
    picture      TEXT NOT NULL,
    price        BIGINT NOT NULL CHECK (price > 0),
    price_usd    BIGINT CHECK (price_usd > 0),
    stock        BIGINT NOT NULL CHECK (stock >= 0),
    held         BIGINT NOT NULL DEFAULT 0 CHECK (held >= 0 AND held <= stock),
    listed_stock BIGINT NOT NULL,
    position     BIGINT NOT NULL,
    active       BOOLEAN NOT NULL
);

CREATE TABLE customers (
    id           TEXT PRIMARY KEY,
    draft        TEXT,
    refused_seen TEXT, -- what the page showed on which Pay was refused
    refused_form TEXT, -- what was typed into another form when it was refused, as JSON
    name         TEXT,
    tel          TEXT,
    email        TEXT,
    vbank_num    TEXT,
    vbank_code   TEXT,
    vbank_name   TEXT,
    vbank_holder TEXT,
    vbank_date   BIGINT, -- Unix seconds
    created_at   BIGINT NOT NULL
);

CREATE TABLE cart_lines (
    customer_id TEXT NOT NULL,
    product_id  TEXT NOT NULL REFERENCES products (id),
    quantity    BIGINT NOT NULL CHECK (quantity BETWEEN 1 AND 99),
    added_at    BIGINT NOT NULL,
    PRIMARY KEY (customer_id, product_id)
);

CREATE TABLE orders (
    id           TEXT PRIMARY KEY,
    customer_id  TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN (
                     'awaiting_payment', 'awaiting_deposit', 'paid',
                     'partly_refunded', 'refunded', 'expired', 'disputed')),
    stock_state  TEXT NOT NULL CHECK (stock_state IN ('held', 'taken', 'free')),
    lang         TEXT NOT NULL,
    buyer        TEXT NOT NULL,
    lines        TEXT NOT NULL,
    totals       TEXT NOT NULL,
    totals_usd   TEXT,
    paid_by      TEXT,
    refunded     BIGINT NOT NULL DEFAULT 0 CHECK (refunded >= 0),
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    -- The goods leave, or the shopper cancels: never both.
    dispatched_at   BIGINT,
    cancel_asked_at BIGINT CHECK (cancel_asked_at IS NULL OR dispatched_at IS NULL),
    -- Where money goes back to that cannot go back by itself, as JSON.
    refund_account  TEXT,
    CHECK (state NOT IN ('paid', 'partly_refunded', 'refunded') OR paid_by IS NOT NULL)
);

CREATE INDEX orders_by_customer ON orders (customer_id, created_at);
CREATE INDEX orders_disputed ON orders (created_at) WHERE state = 'disputed';
CREATE INDEX orders_to_expire ON orders (expires_at)
    WHERE state IN ('awaiting_payment', 'awaiting_deposit');

CREATE TABLE attempts (
    merchant_uid TEXT PRIMARY KEY CHECK (length(merchant_uid) <= 40),
    order_id     TEXT NOT NULL REFERENCES orders (id),
    method       TEXT NOT NULL,
    amount       BIGINT NOT NULL CHECK (amount > 0),
    currency     TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('opened', 'ready', 'paid', 'failed', 'cancelled', 'forged')),
    imp_uid      TEXT,
    fail_reason  TEXT,
    browser_hint TEXT,
    doubt_since  BIGINT,
    ask_at       BIGINT NOT NULL,
    asked        BIGINT NOT NULL DEFAULT 0,
    opened_at    BIGINT NOT NULL,
    settled_at   BIGINT,
    receipt      TEXT -- for whom a cash receipt is to be made out, as JSON
);

CREATE INDEX attempts_by_order ON attempts (order_id, opened_at);
CREATE UNIQUE INDEX one_paid_attempt_per_order ON attempts (order_id) WHERE state = 'paid';
-- A failed attempt may still be approved late.
CREATE INDEX attempts_to_ask ON attempts (ask_at)
    WHERE state IN ('opened', 'ready', 'failed') OR doubt_since IS NOT NULL;

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
    seen_at      BIGINT NOT NULL,
    paid_at      BIGINT -- Unix seconds
);

CREATE INDEX payments_by_attempt ON payments (merchant_uid);
CREATE INDEX payments_by_order ON payments (order_id);
-- For comparing the ledgers by day, and for finding an order by whatever number a bank or a PG names.
CREATE INDEX payments_by_day ON payments (paid_at);
CREATE INDEX payments_by_approval ON payments (apply_num) WHERE apply_num IS NOT NULL;
CREATE INDEX payments_by_account ON payments (vbank_num) WHERE vbank_num IS NOT NULL;

-- Cash receipts as last seen at i'mport.
CREATE TABLE receipts (
    imp_uid     TEXT PRIMARY KEY REFERENCES payments (imp_uid),
    order_id    TEXT NOT NULL REFERENCES orders (id),
    amount      BIGINT NOT NULL,
    apply_num   TEXT,
    receipt_url TEXT,
    seen_at     BIGINT NOT NULL
);

CREATE INDEX receipts_by_order ON receipts (order_id);

CREATE TABLE history (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id     TEXT NOT NULL,
    merchant_uid TEXT,
    imp_uid      TEXT,
    at           BIGINT NOT NULL,
    who          TEXT NOT NULL,
    from_state   TEXT NOT NULL,
    to_state     TEXT NOT NULL,
    note         TEXT
);

CREATE INDEX history_by_order ON history (order_id, id);

-- Every answer of i'mport about a payment of ours.
CREATE TABLE lookups (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at           BIGINT NOT NULL,
    who          TEXT NOT NULL,
    order_id     TEXT NOT NULL,
    merchant_uid TEXT NOT NULL,
    imp_uid      TEXT NOT NULL,
    status       TEXT NOT NULL,
    outcome      TEXT NOT NULL
);

CREATE INDEX lookups_by_order ON lookups (order_id, id);

CREATE TABLE inbox (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    received_at  BIGINT NOT NULL,
    source       TEXT NOT NULL,
    body         TEXT NOT NULL,
    imp_uid      TEXT,
    merchant_uid TEXT,
    rank         BIGINT NOT NULL CHECK (rank IN (0, 1)), -- 0: names an attempt of ours
    state        TEXT NOT NULL CHECK (state IN ('new', 'done', 'dead')),
    tries        BIGINT NOT NULL DEFAULT 0,
    next_at      BIGINT NOT NULL,
    note         TEXT
);

CREATE INDEX inbox_to_do ON inbox (rank, next_at) WHERE state = 'new';
CREATE INDEX inbox_waiting ON inbox (merchant_uid) WHERE state = 'new';
CREATE INDEX inbox_given_up ON inbox (id) WHERE state = 'dead';

CREATE TABLE outbox (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key          TEXT NOT NULL UNIQUE,
    order_id     TEXT NOT NULL,
    message      TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('new', 'done', 'dead')),
    tries        BIGINT NOT NULL DEFAULT 0,
    next_at      BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    note         TEXT
);

CREATE INDEX outbox_to_do ON outbox (next_at) WHERE state = 'new';
CREATE INDEX outbox_given_up ON outbox (id) WHERE state = 'dead';

CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- How often somebody tried to find an order: by keyed hashes of the address and of the order number.
CREATE TABLE guest_tries (
    key     TEXT NOT NULL,
    ends_at BIGINT NOT NULL,
    tries   BIGINT NOT NULL,
    PRIMARY KEY (key, ends_at)
);

CREATE INDEX guest_tries_by_end ON guest_tries (ends_at);

-- One row from the moment a shop's data begins to be copied into this database. Nothing is served from here until all
-- of it has been verified.
CREATE TABLE copied_from (
    source   TEXT PRIMARY KEY,
    finished BOOLEAN NOT NULL
);

-- The tables of legal moves, and what refuses every other. A test compares them with the program's own.

CREATE TABLE order_moves (
    from_state TEXT NOT NULL,
    to_state   TEXT NOT NULL,
    PRIMARY KEY (from_state, to_state)
);

INSERT INTO order_moves (from_state, to_state)
VALUES ('awaiting_payment', 'awaiting_deposit'), ('awaiting_payment', 'paid'),
       ('awaiting_payment', 'disputed'), ('awaiting_payment', 'expired'), ('awaiting_deposit', 'awaiting_payment'),
       ('awaiting_deposit', 'paid'), ('awaiting_deposit', 'disputed'), ('awaiting_deposit', 'expired'),
       ('paid', 'partly_refunded'), ('paid', 'refunded'), ('partly_refunded', 'refunded'),
       ('expired', 'paid'), ('expired', 'disputed');

CREATE TABLE attempt_moves (
    from_state TEXT NOT NULL,
    to_state   TEXT NOT NULL,
    PRIMARY KEY (from_state, to_state)
);

INSERT INTO attempt_moves (from_state, to_state)
VALUES ('opened', 'ready'), ('opened', 'paid'), ('opened', 'failed'), ('opened', 'cancelled'), ('opened', 'forged'),
       ('ready', 'paid'), ('ready', 'failed'), ('ready', 'cancelled'), ('ready', 'forged'),
       ('failed', 'ready'), ('failed', 'paid'), ('failed', 'cancelled'), ('failed', 'forged'),
       ('paid', 'cancelled');

CREATE FUNCTION order_moves_legally() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM order_moves WHERE from_state = OLD.state AND to_state = NEW.state) THEN
        RAISE EXCEPTION 'an order cannot make this move';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION attempt_moves_legally() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM attempt_moves WHERE from_state = OLD.state AND to_state = NEW.state) THEN
        RAISE EXCEPTION 'an attempt cannot make this move';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;

CREATE TRIGGER orders_move_legally BEFORE UPDATE OF state ON orders
    FOR EACH ROW WHEN (NEW.state <> OLD.state) EXECUTE FUNCTION order_moves_legally();
CREATE TRIGGER attempts_move_legally BEFORE UPDATE OF state ON attempts
    FOR EACH ROW WHEN (NEW.state <> OLD.state) EXECUTE FUNCTION attempt_moves_legally();
CREATE TRIGGER history_is_append_only BEFORE UPDATE OR DELETE ON history
    FOR EACH ROW EXECUTE FUNCTION is_append_only();

-- One payment pays one order; one order is paid by one payment.
CREATE UNIQUE INDEX orders_by_payment ON orders (paid_by) WHERE paid_by IS NOT NULL;
CREATE UNIQUE INDEX one_counting_payment_per_order ON payments (order_id) WHERE standing = 'counts';

CREATE TRIGGER lookups_are_append_only BEFORE UPDATE ON lookups
    FOR EACH ROW EXECUTE FUNCTION is_append_only();
