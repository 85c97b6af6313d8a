returns-title = Money going back to you
returns-under-way = A payment of { $amount } that is not part of this order is being returned. You need not ask for it.
returns-done = A payment of { $amount } that is not part of this order was cancelled in full.
returns-done-at = A payment of { $amount } that is not part of this order was cancelled in full on { $at }.
returns-note = Depending on your bank, it can take a few days to appear on your statement.
stage-goods-gone-title = The goods are sold out, so we could not complete the order
stage-goods-gone-text = When your payment arrived, the last pieces had been sold. Your money is being returned in full, by itself.
