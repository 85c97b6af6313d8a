# Fields
field-missing = This is required.
field-too-long = This is too long. Please shorten it.
field-not-a-tel = Please check the phone number. Example: 010-1234-5678
field-not-an-email = Please check the email address. Example: name@example.com
field-not-a-postcode = Please enter the five digits of the postcode.
field-not-a-foreign-postcode = Please check the postcode: it does not fit the country that you chose.
field-control-characters = This contains characters that cannot be used.
field-not-offered = Please choose one from the list.
field-not-a-mobile = Please enter a Korean mobile number. Example: 010-1234-5678
field-not-a-business-number = Please check the registration number. Example: 123-45-67890
field-not-an-account = Please enter the account number in digits.
field-too-little = The amount is less than this method takes. Please choose another method, or add something to your cart.

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
call-not-cancellable = This order cannot be cancelled now.
call-too-many-tries = That was tried too often. Please try again in ten minutes.
call-payment-unavailable = The payment service cannot be reached. Nothing was charged. Please try again in a moment.
call-unavailable = Something went wrong. Please try again in a moment.
call-offline = The shop cannot be reached. Please check your network and try again.
