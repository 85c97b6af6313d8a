# Fields
field-missing = This is required.
field-too-long = This is too long. Please shorten it.
field-not-a-tel = Please check the phone number. Example: 010-1234-5678
field-not-an-email = Please check the email address. Example: name@example.com
field-not-a-postcode = Please enter the five digits of the postcode.
field-control-characters = This contains characters that cannot be used.
field-not-offered = Please choose one from the list.

# Refused calls
call-bad-request = We could not read that. Please reload the page and try again.
call-quantity = The quantity must be between 1 and 99.
call-unknown-product = That product is not for sale.
call-too-few = Not enough in stock. You can add up to { $left } now.
call-cart-empty = Your cart is empty.
call-invalid = Please check what you entered.
call-changed = Price or stock changed while you were here. Please check and pay again.
call-not-found = We cannot find that order.
call-not-payable = This order cannot be paid now.
call-payment-unavailable = The payment service cannot be reached. Nothing was charged. Please try again in a moment.
call-unavailable = Something went wrong. Please try again in a moment.
call-offline = The shop cannot be reached. Please check your network and try again.
