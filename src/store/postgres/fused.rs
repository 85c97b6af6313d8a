//! Statements that PostgreSQL does in one round trip where SQLite, which has none, does several. Each says what its
//! parts say in the tables' own files, with the same parameters first.

/// `placing::INSERT_ORDER`, then `placing::INSERT_ATTEMPT`.
pub const INSERT_ORDER_AND_ATTEMPT: &str = "
    WITH placed AS (
    INSERT INTO orders (id, customer_id, state, stock_state, lang, buyer, lines, totals, totals_usd,
                        created_at, updated_at, expires_at)
    VALUES ($1, $2, 'awaiting_payment', 'held', $3, $4, $5, $6, $7, $8, $8, $9))
    INSERT INTO attempts (merchant_uid, order_id, method, amount, currency, state, ask_at, opened_at, receipt)
    VALUES ($10, $1, $11, $12, $13, 'opened', $14, $8, $15)";

/// `orders::SET_ORDER_STATE`, and if it moved anything, its line of history.
pub const MOVE_ORDER: &str = "
    WITH moved AS (
    UPDATE orders
       SET state = $3, paid_by = COALESCE($4, paid_by), updated_at = $5, stock_state = $6
     WHERE id = $1
       AND state = $2
 RETURNING id)
    INSERT INTO history (order_id, merchant_uid, imp_uid, at, who, from_state, to_state, note)
    SELECT id, $7, $8, $5, $9, $2, $3, $10
      FROM moved";

/// `payments::KEEP`, then `lookups::APPEND` of the look-up that showed it.
pub const KEEP_PAYMENT_AND_LOOKUP: &str = "
    WITH kept AS (
    INSERT INTO payments (imp_uid, merchant_uid, order_id, status, standing, mismatch, apply_num, vbank_num,
                          details, seen_at, paid_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (imp_uid) DO UPDATE
       SET status = excluded.status, standing = excluded.standing, mismatch = excluded.mismatch,
           apply_num = excluded.apply_num, vbank_num = excluded.vbank_num,
           details = excluded.details, seen_at = excluded.seen_at, paid_at = excluded.paid_at)
    INSERT INTO lookups (at, who, order_id, merchant_uid, imp_uid, status, outcome)
    VALUES ($10, $12, $3, $13, $1, $4, $14)";

/// `inbox::ANSWER` for several at once, in one order for all, so that nobody waits for who waits for them.
pub const ANSWER_NOTICES: &str = "
    UPDATE inbox
       SET state = 'done', note = $2
     WHERE id IN (SELECT id
                    FROM inbox
                   WHERE id = ANY ($1)
                     AND state = 'new'
                   ORDER BY id
                     FOR UPDATE)";

/// `lookups::APPEND`, and the notice that the look-up answers.
pub const APPEND_LOOKUP_AND_ANSWER: &str = "
    WITH noted AS (
    INSERT INTO lookups (at, who, order_id, merchant_uid, imp_uid, status, outcome)
    VALUES ($1, $2, $3, $4, $5, $6, $7))
    UPDATE inbox
       SET state = 'done', note = $7
     WHERE id = $8
       AND state = 'new'";
