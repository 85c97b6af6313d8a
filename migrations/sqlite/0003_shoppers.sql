-- What shoppers ask for besides the goods: a cash receipt, their money back, a look at an order from elsewhere.

-- For whom a receipt is to be made out, as JSON. Each attempt has its own wish, since each may have its own method.
ALTER TABLE attempts ADD COLUMN receipt TEXT;

-- Cash receipts as last seen at i'mport.
CREATE TABLE receipts (
    imp_uid     TEXT PRIMARY KEY REFERENCES payments (imp_uid),
    order_id    TEXT NOT NULL REFERENCES orders (id),
    amount      INTEGER NOT NULL,
    apply_num   TEXT,
    receipt_url TEXT,
    seen_at     INTEGER NOT NULL
) STRICT;

CREATE INDEX receipts_by_order ON receipts (order_id);

-- The goods leave, or the shopper cancels: never both.
ALTER TABLE orders ADD COLUMN dispatched_at INTEGER;
ALTER TABLE orders ADD COLUMN cancel_asked_at INTEGER CHECK (cancel_asked_at IS NULL OR dispatched_at IS NULL);
-- Where money goes back to that cannot go back by itself, as JSON.
ALTER TABLE orders ADD COLUMN refund_account TEXT;

-- How often somebody tried to find an order: by keyed hashes of the address and of the order number.
CREATE TABLE guest_tries (
    key     TEXT NOT NULL,
    ends_at INTEGER NOT NULL,
    tries   INTEGER NOT NULL,
    PRIMARY KEY (key, ends_at)
) STRICT;

CREATE INDEX guest_tries_by_end ON guest_tries (ends_at);
