# Order form
checkout-title = Checkout
checkout-items = Your items
checkout-items-count = { $count ->
    [one] 1 product
   *[other] { $count } products
}
checkout-edit-cart = Edit cart
checkout-buyer = Contact
checkout-forget = Clear my details
checkout-address = Delivery address
checkout-method = Payment method
checkout-summary = Order total

label-name = Name
label-tel = Mobile phone
hint-tel = With or without hyphens. Numbers outside Korea start with +.
label-email = Email
label-country = Country
label-postcode = Postcode
postcode-search = Find postcode
postcode-close = Close
postcode-failed = The address search did not load. Please type the postcode and address yourself.
label-addr1 = Address
label-addr2 = Address details
hint-addr2 = Building, apartment
label-memo = Delivery note
label-memo-own = Your delivery note
hint-memo-own = Up to 50 characters. What you write here is passed on instead of the choice above.
memo-none = No note
memo-own = Write my own

method-card = Credit or debit card
method-kakaopay = KakaoPay
method-naverpay = Naver Pay
method-tosspay = Toss Pay
method-trans = Bank transfer
method-vbank = Virtual account (pay by deposit)
method-phone = Mobile carrier billing
method-paypal = PayPal
method-vbank-hint = You get an account number. The order is confirmed once you deposit the money in time.
method-card-hint = Instalments are possible.
method-paypal-hint = You pay { $amount }.

agree = I have checked the products, prices and delivery terms of this order and agree to buy.
privacy-note = What you enter is used only to fulfil and deliver this order.
pay = Pay { $amount }
pay-preparing = Preparing your payment…
pay-busy = Payment window is open…
pay-open-window = Open payment window
pay-open-window-hint = The payment window is ready. Press the button below.
pay-to-order = Go to the order page
pay-busy-hint = If you cannot see the payment window, the order page shows how things stand.
pay-sdk-missing = The payment module did not load. Turn off ad blockers or check your network, then press Pay again. Your order is saved.
pay-window-failed = The payment window did not open. Press Pay again or choose another method. Your order is saved.
pay-noscript = The payment window needs JavaScript. Your order will be saved, and you can pay on its page once JavaScript is on.

# What changed while the page was open
changes-title = Something changed while you were here
changes-text = Please check the changes and press Pay again. Nothing has been charged.
change-price = { $name }: the price has changed. { $old } → { $new }
change-stock = { $name }: you chose { $wanted }, only { $left } left.
change-gone = { $name }: no longer sold, so we took it out of your cart.
change-quantity = { $name }: the quantity has changed. { $old } → { $new }
change-total = Total: { $old } → { $new }

# Cash receipt
receipt-title = Cash receipt
receipt-none = None
receipt-person = Income deduction (mobile number)
receipt-company = Business expense (registration number)
receipt-tel = Mobile number for the receipt
receipt-business = Business registration number
receipt-business-hint = Ten digits, such as 123-45-67890.
