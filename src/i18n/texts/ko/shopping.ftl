# 상품 목록
catalogue-title = 상품
catalogue-lead = 오래 두고 쓰는 물건과 산지에서 바로 온 먹거리를 골라 담았습니다.
catalogue-empty = 지금은 판매 중인 상품이 없습니다.
catalogue-shipping = 배송비 { $fee } · { $from } 이상 무료배송
add-to-cart = 장바구니에 담기
sold-out = 품절
stock-left = { $left }개 남음
cart-bar-label = 장바구니 요약
cart-bar-total = 배송비 포함 합계
cart-bar-open = 장바구니 보기

# 장바구니
cart-title = 장바구니
cart-empty = 장바구니가 비어 있습니다.
cart-empty-hint = 마음에 드는 상품을 담아 보세요.
cookies-blocked = 이 브라우저가 쿠키를 저장하지 않아 담으신 상품을 기억할 수 없습니다. 이 사이트의 쿠키를 허용하시고, 주소가 https://로 시작하는지 확인하신 뒤 다시 담아 주세요.
cart-lines-label = 담은 상품
cart-change = 변경
cart-remove = 삭제
cart-line-sum = 합계
cart-too-few = 재고가 { $left }개뿐입니다. 수량을 줄여 주세요.
cart-gone = 품절된 상품입니다. 삭제해 주세요.
cart-summary = 결제 예정 금액
cart-checkout = 주문하기
cart-continue = 쇼핑 계속하기
