# Order page, by stage
stage-payable-title = Waiting for your payment
stage-payable-text = Your order is saved. Finish the payment below.
stage-withdrawn-title = Waiting for your payment
stage-withdrawn-text = You closed the payment window. Nothing was charged, and you can pay whenever you like.
stage-failed-title = The payment did not go through
stage-confirming-title = Confirming your payment
stage-confirming-text = Please do not pay again. This page changes by itself once we know.
stage-confirming-more = This usually takes less than a minute. You can close the window; your order goes on.
stage-deposit-title = Waiting for your deposit
stage-deposit-text = Please deposit the money into the account below. This page changes by itself once it has arrived.
stage-deposit-more = After the deadline the account closes and the order is cancelled. The deposit must match the amount exactly.
stage-paid-title = Payment complete
stage-paid-text = Thank you for your order. We are getting it ready.
stage-sent-title = Your order is on its way
stage-sent-text = It is paid, and the goods have left us.
stage-partly-refunded-title = Partly refunded
stage-partly-refunded-text = { $amount } has been refunded. Your card company may take a few days to show it.
stage-refunded-title = Refunded
stage-refunded-text = Everything you paid has been refunded. Your card company may take a few days to show it.
stage-expired-title = This order has expired
stage-expired-text = It was not paid in time, so it was cancelled. Nothing was charged.
stage-disputed-title = The payment does not match this order
stage-disputed-text = The amount or other details differ from this order, so we did not complete it. What you paid is refunded by itself. Please do not pay again.

# Why a payment failed, and what to do next
failed-limit = The card's limit was exceeded. Please use another card or method.
failed-balance = The balance was too low. Top it up or choose another method.
failed-card = The card details were wrong, or the card cannot be used. Please check and pay again.
failed-password = The password was wrong. Please check and pay again.
failed-timeout = The time for paying ran out. Please pay again.
failed-stopped = The payment was stopped. You can pay again.
failed-window = The payment window could not open. Try again or choose another method.
failed-stock = Stock or price changed while you were paying, so we stopped the payment.
failed-already = This payment was processed already. Please open this page again in a moment.
failed-maintenance = The bank or card company is down for maintenance. Try again later or choose another method.
failed-other = The payment company did not approve the payment. Try again or choose another method.
failed-came-back = The payment was approved and then cancelled in full: the money goes back to you. If you still want the goods, pay again below.
failed-nothing-charged = Nothing was charged.
failed-raw = Message from the payment company

# What was ordered
order-number = Order number
order-placed-at = Ordered on
order-items = Items
order-amounts = Amount paid
order-payment = Payment details
order-delivery = Delivery
order-buyer = Recipient
order-address = Address
order-memo = Note
order-paid-with = Paid with
order-card-number = Card number
order-instalments = Instalments
order-lump-sum = Paid in full
order-months = { $count } months
order-approval = Approval number
order-bank = Bank
order-paid-at = Paid on
order-receipt = View receipt
order-refunded = Refunded
order-continue = Continue shopping
order-contact-us = Questions? Contact us
order-next-paid = You can come back to this page at any time.

# Virtual account
vbank-title = Deposit account
vbank-bank = Bank
vbank-account = Account number
vbank-holder = Account holder
vbank-deadline = Deposit by
vbank-amount = Amount to deposit
copy-account = Copy account number
copy-amount = Copy amount
copied = Copied
copy-failed = Could not copy. Please select the text and copy it yourself.

# Methods as i'mport reports them
paid-card = Card
paid-trans = Bank transfer
paid-vbank = Virtual account
paid-phone = Mobile carrier billing
paid-point = Points or wallet money
paid-paypal = PayPal
paid-kakaopay = KakaoPay
paid-naverpay = Naver Pay
paid-tosspay = Toss Pay
paid-payco = PAYCO
paid-samsung = Samsung Pay
paid-applepay = Apple Pay

# Cancelling and refunds
stage-refunding-title = Your refund is on its way
stage-refunding-text = Your order is cancelled. Everything you paid is being returned.
stage-refunding-more = This page changes by itself once it is done.
stage-called-off-title = You cancelled this order
stage-called-off-plain-text = Nothing was charged.
stage-called-off-text = The account is being closed. Please do not deposit into it any more. Money that you have sent already is returned.
cancel-title = Cancel this order
cancel-refund-text = You can cancel until we send the goods. Everything you paid is refunded.
cancel-refund-button = Cancel and refund
cancel-call-off-text = If you have not made the deposit, you can cancel this order. The account can then no longer be used.
cancel-unpaid-text = You have not paid yet. If you cancel, the goods that are held for you go back on sale.
cancel-call-off-button = Cancel the order
cancel-confirm = Yes, cancel this order. This cannot be undone.
cancel-back = Keep the order
cancel-elsewhere = An order can be cancelled only in the browser that placed it. If that is a problem, please contact the shop.
other-way-title = Pay another way
other-way-text = If you pay another way, the account that was issued is closed. Please do not deposit into it. Whatever you have sent already is returned.
account-left = The account that was issued before is closed. Please do not deposit into it. Whatever you have sent already counts for this order or is returned.
refund-account-title = Account for your refund
refund-account-text = Money is due back to you. It goes back by transfer, so please tell us the account.
refund-account-why = A deposit goes back by transfer. Please tell us the account for it.
refund-account-button = Refund to this account
refund-bank = Bank
refund-bank-choose = Choose a bank
refund-account = Account number
refund-holder = Account holder
send-back-title = Returning goods
send-back-text = The goods are on their way, so this order can no longer be cancelled. Once you have them you can return them for a refund.

# Cash receipt
receipt-for = Kind
receipt-number = Issued to
receipt-standing = Status
receipt-after-payment = Will be issued once your deposit has arrived.
receipt-under-way = Being issued.
receipt-issued = Issued.
receipt-withdrawn = Cancelled together with the refund.
receipt-open = View cash receipt
receipt-unasked = Issued unasked, as the law requires
receipt-unasked-note = It is made out to the tax office's own number. Register it in Hometax by its approval number to have it deducted from your income.

# Finding an order
find-title = Find your order
find-text = Find your order by its number and the mobile number you ordered with.
find-number-hint = Such as 20261122-7K3M9Q2XWB4T.
find-button = Find order
find-nothing = We found no order with this number and phone number. Please check both.
find-masked = The page you find hides personal details. To see all of it, or to cancel, open it in the browser that placed the order.
