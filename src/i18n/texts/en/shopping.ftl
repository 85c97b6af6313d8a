# Catalogue
catalogue-title = Products
catalogue-lead = Things made to last, and good food straight from where it grows.
catalogue-empty = Nothing is on sale at the moment.
catalogue-shipping = Shipping { $fee } · free from { $from }
add-to-cart = Add to cart
sold-out = Sold out
stock-left = Only { $left } left
cart-bar-label = Cart summary
cart-bar-total = Total with shipping
cart-bar-open = View cart

# Cart
cart-title = Cart
cart-empty = Your cart is empty.
cart-empty-hint = Find something you like and add it here.
cookies-blocked = Your browser does not keep our cookie, so we cannot remember what you put into the cart. Please allow cookies for this site, check that the address begins with https://, and add it again.
cart-lines-label = Items in your cart
cart-change = Update
cart-remove = Remove
cart-line-sum = Sum
cart-too-few = Only { $left } left in stock. Please lower the quantity.
cart-gone = Sold out. Please remove it.
cart-summary = Order summary
cart-checkout = Check out
cart-continue = Continue shopping
