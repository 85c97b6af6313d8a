# 입력란
field-missing = 필수 항목입니다.
field-too-long = 너무 깁니다. 줄여서 입력해 주세요.
field-not-a-tel = 전화번호를 확인해 주세요. 예: 010-1234-5678
field-not-an-email = 이메일 주소를 확인해 주세요. 예: name@example.com
field-not-a-postcode = 우편번호 다섯 자리를 입력해 주세요.
field-not-a-foreign-postcode = 고르신 국가의 우편번호를 확인해 주세요.
field-control-characters = 쓸 수 없는 문자가 들어 있습니다.
field-not-offered = 목록에서 골라 주세요.
field-not-a-mobile = 국내 휴대폰 번호를 입력해 주세요. 예: 010-1234-5678
field-not-a-business-number = 사업자등록번호를 확인해 주세요. 예: 123-45-67890
field-not-an-account = 계좌번호를 숫자로 입력해 주세요.
field-too-little = 결제 금액이 이 결제수단의 최소 금액보다 적습니다. 다른 결제수단을 고르시거나 상품을 더 담아 주세요.

# 거절된 요청
call-bad-request = 요청을 읽을 수 없습니다. 페이지를 새로 고친 뒤 다시 시도해 주세요.
call-quantity = 수량은 1개부터 99개까지입니다.
call-unknown-product = 판매하지 않는 상품입니다.
call-too-few = 재고가 부족합니다. 지금 { $left }개까지 담으실 수 있습니다.
call-cart-empty = 장바구니가 비어 있습니다.
call-invalid = 입력하신 내용을 확인해 주세요.
call-changed = 보시는 동안 가격이나 재고가 바뀌었습니다. 확인하신 뒤 다시 결제해 주세요.
call-not-found = 주문을 찾을 수 없습니다.
call-not-payable = 지금은 결제하실 수 없는 주문입니다.
call-not-cancellable = 지금은 취소하실 수 없는 주문입니다.
call-too-many-tries = 조회를 너무 많이 시도하셨습니다. 10분 뒤에 다시 시도해 주세요.
call-payment-unavailable = 결제 서비스에 연결하지 못했습니다. 청구된 금액은 없습니다. 잠시 후 다시 시도해 주세요.
call-unavailable = 잠시 문제가 생겼습니다. 잠시 후 다시 시도해 주세요.
call-offline = 상점에 연결하지 못했습니다. 네트워크를 확인하신 뒤 다시 시도해 주세요.
