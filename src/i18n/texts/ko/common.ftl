# 모든 페이지
page-title = { $page } | { $shop }
page-description = { $shop }에서 상품을 고르고 안전하게 결제하세요. 배송비를 포함한 합계를 처음부터 보여 드립니다.
skip-to-content = 본문으로 건너뛰기
required-mark = 필수
optional-mark = 선택

# 머리말
header-home = { $shop } 홈
header-cart = 장바구니
header-cart-unit = 개
language-switch = English
test-badge = TEST
test-sandbox = 연습용 상점입니다. 실제로 결제되지 않습니다.
test-channels = 테스트 결제 채널입니다. 실제로 결제되지 않습니다.
sandbox-console = 샌드박스 콘솔

# 꼬리말
footer-label = 상점 정보
footer-policies = 약관과 방침
footer-terms = 이용약관
footer-privacy = 개인정보 처리방침
footer-refunds = 교환·환불 안내
footer-find = 주문 조회
footer-company = 상호
footer-ceo = 대표자
footer-business-number = 사업자등록번호
footer-business-check = 사업자정보확인
footer-mail-order-number = 통신판매업신고
footer-address = 주소
footer-tel = 전화
footer-email = 이메일
footer-privacy-officer = 개인정보 보호책임자
footer-host = 호스팅 제공
footer-withdrawal = 상품을 받으신 날부터 7일 이내에 청약을 철회하실 수 있으며, 환불은 3영업일 이내에 처리됩니다.

# 금액
money-items = 상품금액
money-shipping = 배송비
money-total = 총 결제금액
money-free = 무료
money-free-from = { $amount } 이상 구매 시 무료배송
money-more-for-free = { $amount } 더 담으시면 무료배송입니다.

# 상품
quantity = 수량
pieces = { $count }개
unit-price = 개당 { $price }
in-dollars = 달러 결제 시 { $amount }

# 없는 페이지, 장애
not-found-title = 페이지를 찾을 수 없습니다
not-found-text = 주소가 바뀌었거나 없는 페이지입니다. 주문 페이지는 주문하신 브라우저에서, 또는 받으신 문자 메시지의 링크로만 열립니다.
error-title = 잠시 문제가 생겼습니다
error-text = 불편을 드려 죄송합니다. 이 페이지를 여는 동안 청구된 금액은 없습니다. 잠시 후 다시 시도해 주세요.
error-retry = 다시 시도
to-catalogue = 상품 보러 가기
