# Answers of the return address, the merchant endpoint and the confirmation before an approval.
return-unknown-title = We cannot find this order
return-unknown-text = The address is wrong, or the order belongs to another browser. If you got a link by text message, please open that.
return-later-title = Confirming your payment
return-later-text = We cannot check the result right now. Please do not pay again; reload this page in a moment.
problem-home = Browse products
complete-success = The payment is complete.
complete-vbank-issued = A virtual account was issued.
complete-failed = The payment was not completed.
complete-forgery = The payment does not match the order.
complete-pending = The payment is being confirmed. Do not pay again.
confirm-unknown = The order cannot be found
confirm-not-payable = This order has been dealt with already
confirm-amount = The amount differs from the order's
confirm-sold-out = Too few pieces are left
confirm-later = The order cannot be checked right now
