-- The tables of legal moves, and what refuses every other. A test compares them with the program's own.

CREATE TABLE order_moves (
    from_state TEXT NOT NULL,
    to_state   TEXT NOT NULL,
    PRIMARY KEY (from_state, to_state)
) STRICT;

INSERT INTO order_moves (from_state, to_state)
VALUES ('draft', 'awaiting_payment'), ('draft', 'awaiting_deposit'), ('draft', 'paid'), ('draft', 'disputed'),
       ('draft', 'expired'), ('awaiting_payment', 'awaiting_deposit'), ('awaiting_payment', 'paid'),
       ('awaiting_payment', 'disputed'), ('awaiting_payment', 'expired'), ('awaiting_deposit', 'awaiting_payment'),
       ('awaiting_deposit', 'paid'), ('awaiting_deposit', 'disputed'), ('awaiting_deposit', 'expired'),
       ('paid', 'partly_refunded'), ('paid', 'refunded'), ('partly_refunded', 'refunded'),
       ('expired', 'paid'), ('expired', 'disputed');

CREATE TABLE attempt_moves (
    from_state TEXT NOT NULL,
    to_state   TEXT NOT NULL,
    PRIMARY KEY (from_state, to_state)
) STRICT;

INSERT INTO attempt_moves (from_state, to_state)
VALUES ('opened', 'ready'), ('opened', 'paid'), ('opened', 'failed'), ('opened', 'cancelled'), ('opened', 'forged'),
       ('ready', 'paid'), ('ready', 'failed'), ('ready', 'cancelled'), ('ready', 'forged'),
       ('failed', 'ready'), ('failed', 'paid'), ('failed', 'cancelled'), ('failed', 'forged'),
       ('paid', 'cancelled');

CREATE TRIGGER orders_move_legally
    BEFORE UPDATE OF state ON orders
    WHEN NEW.state <> OLD.state
         AND NOT EXISTS (SELECT 1 FROM order_moves WHERE from_state = OLD.state AND to_state = NEW.state)
BEGIN
    SELECT RAISE(ABORT, 'an order cannot make this move');
END;

CREATE TRIGGER attempts_move_legally
    BEFORE UPDATE OF state ON attempts
    WHEN NEW.state <> OLD.state
         AND NOT EXISTS (SELECT 1 FROM attempt_moves WHERE from_state = OLD.state AND to_state = NEW.state)
BEGIN
    SELECT RAISE(ABORT, 'an attempt cannot make this move');
END;

CREATE TRIGGER history_is_not_rewritten BEFORE UPDATE ON history
BEGIN
    SELECT RAISE(ABORT, 'history is append-only');
END;

CREATE TRIGGER history_is_not_erased BEFORE DELETE ON history
BEGIN
    SELECT RAISE(ABORT, 'history is append-only');
END;

-- One payment pays one order; one order is paid by one payment.
CREATE UNIQUE INDEX orders_by_payment ON orders (paid_by) WHERE paid_by IS NOT NULL;
CREATE UNIQUE INDEX one_counting_payment_per_order ON payments (order_id) WHERE standing = 'counts';

-- Every answer of i'mport about a payment of ours.
CREATE TABLE lookups (
    id           INTEGER PRIMARY KEY,
    at           INTEGER NOT NULL,
    who          TEXT NOT NULL,
    order_id     TEXT NOT NULL,
    merchant_uid TEXT NOT NULL,
    imp_uid      TEXT NOT NULL,
    status       TEXT NOT NULL,
    outcome      TEXT NOT NULL
) STRICT;

CREATE INDEX lookups_by_order ON lookups (order_id, id);

CREATE TRIGGER lookups_are_not_rewritten BEFORE UPDATE ON lookups
BEGIN
    SELECT RAISE(ABORT, 'look-ups are append-only');
END;

-- Notices that name an attempt of ours come first.
ALTER TABLE inbox ADD COLUMN merchant_uid TEXT;
ALTER TABLE inbox ADD COLUMN rank INTEGER NOT NULL DEFAULT 0 CHECK (rank IN (0, 1));
DROP INDEX inbox_to_do;
CREATE INDEX inbox_to_do ON inbox (rank, next_at) WHERE state = 'new';
CREATE INDEX inbox_waiting ON inbox (merchant_uid) WHERE state = 'new';
CREATE INDEX inbox_given_up ON inbox (id) WHERE state = 'dead';
CREATE INDEX outbox_given_up ON outbox (id) WHERE state = 'dead';

-- A failed attempt may still be approved late.
DROP INDEX attempts_to_ask;
CREATE INDEX attempts_to_ask ON attempts (ask_at)
    WHERE state IN ('opened', 'ready', 'failed') OR doubt_since IS NOT NULL;
CREATE INDEX orders_disputed ON orders (created_at) WHERE state = 'disputed';

-- For comparing the books by day, and for finding an order by whatever number a bank or a PG names.
ALTER TABLE payments ADD COLUMN paid_at INTEGER; -- Unix seconds
UPDATE payments SET paid_at = json_extract(details, '$.paid_at');
CREATE INDEX payments_by_day ON payments (paid_at);
CREATE INDEX payments_by_approval ON payments (apply_num) WHERE apply_num IS NOT NULL;
CREATE INDEX payments_by_account ON payments (vbank_num) WHERE vbank_num IS NOT NULL;
