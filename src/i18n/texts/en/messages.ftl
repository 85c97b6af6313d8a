# The order's name in the payment window
order-name-more = { "" } and { $others } more

# Text message for a virtual account
vbank-sms-title = Please deposit to
vbank-sms-account = { $bank } { $num }
vbank-sms-holder = Holder { $holder }
vbank-sms-amount = Amount { $amount }
vbank-sms-deadline = By { $deadline }
vbank-sms-link = Your order { $link }

# Text message when money has gone back
refund-sms-title = We have refunded { $amount }.
refund-sms-when = It may take your card company or bank some days to show it.
refund-sms-link = Your order { $link }
