# Every page
page-title = { $page } | { $shop }
page-description = Shop at { $shop } and pay safely. The total with shipping is shown from the first page on.
skip-to-content = Skip to content
required-mark = required
optional-mark = optional

# Header
header-home = { $shop } home
header-cart = Cart
header-cart-unit = { $count ->
    [one] item
   *[other] items
}
language-switch = 한국어
test-badge = TEST
test-sandbox = This is a practice shop. No real money moves.
test-channels = Test payment channels. No real money moves.
sandbox-console = Sandbox console

# Footer
footer-label = About this shop
footer-policies = Terms and policies
footer-terms = Terms of use
footer-privacy = Privacy policy
footer-refunds = Exchanges and refunds
footer-find = Find your order
footer-company = Company
footer-ceo = Representative
footer-business-number = Business registration
footer-business-check = Verify
footer-mail-order-number = Mail-order registration
footer-address = Address
footer-tel = Phone
footer-email = Email
footer-privacy-officer = Privacy officer
footer-host = Hosted by
footer-withdrawal = You may withdraw from your purchase within 7 days of receiving the goods. Refunds are made within 3 business days.

# Money
money-items = Items
money-shipping = Shipping
money-total = Total
money-free = Free
money-free-from = Free shipping from { $amount }
money-more-for-free = Add { $amount } more for free shipping.

# Products
quantity = Quantity
pieces = { $count ->
    [one] 1 piece
   *[other] { $count } pieces
}
unit-price = { $price } each
in-dollars = { $amount } when paid in dollars

# Missing pages, outages
not-found-title = Page not found
not-found-text = The address has changed or never existed. An order page opens only in the browser that placed the order, or through the link in your text message.
error-title = Something went wrong
error-text = We are sorry. Nothing was charged while this page was opening. Please try again in a moment.
error-retry = Try again
to-catalogue = Browse products
