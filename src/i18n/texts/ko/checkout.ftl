# 주문서
checkout-title = 주문서
checkout-items = 주문상품
checkout-items-count = { $count }건
checkout-edit-cart = 장바구니 수정
checkout-buyer = 주문하시는 분
checkout-forget = 입력한 내용 지우기
checkout-address = 배송지
checkout-method = 결제수단
checkout-summary = 최종 결제금액

label-name = 이름
label-tel = 휴대폰
hint-tel = 하이픈(-) 없이 입력하셔도 됩니다.
label-email = 이메일
label-country = 배송 국가
label-postcode = 우편번호
postcode-search = 우편번호 찾기
postcode-close = 닫기
postcode-failed = 주소 검색을 불러오지 못했습니다. 우편번호와 주소를 직접 입력해 주세요.
label-addr1 = 주소
label-addr2 = 상세주소
hint-addr2 = 동, 호수
label-memo = 배송 요청사항
label-memo-own = 배송 요청사항 직접 입력
hint-memo-own = 50자까지 쓰실 수 있습니다. 여기에 쓰신 내용이 위에서 고르신 것 대신 전달됩니다.
memo-none = 선택하지 않음
memo-own = 직접 입력

method-card = 신용·체크카드
method-kakaopay = 카카오페이
method-naverpay = 네이버페이
method-tosspay = 토스페이
method-trans = 실시간 계좌이체
method-vbank = 가상계좌(무통장입금)
method-phone = 휴대폰 결제
method-paypal = PayPal
method-vbank-hint = 발급된 계좌로 기한 안에 입금하시면 주문이 확정됩니다.
method-card-hint = 할부로 결제하실 수 있습니다.
method-paypal-hint = { $amount }로 결제됩니다.

agree = 주문하실 상품의 정보, 가격, 배송 조건을 확인하였으며 구매에 동의합니다.
privacy-note = 입력하신 정보는 주문 이행과 배송에만 쓰입니다.
pay = { $amount } 결제하기
pay-preparing = 결제를 준비하고 있습니다…
pay-busy = 결제창이 열려 있습니다…
pay-open-window = 결제창 열기
pay-open-window-hint = 결제창을 열 준비가 되었습니다. 아래 버튼을 눌러 주세요.
pay-to-order = 주문 페이지로 이동
pay-busy-hint = 결제창이 보이지 않으시면 주문 페이지에서 진행 상황을 확인하실 수 있습니다.
pay-sdk-missing = 결제 모듈을 불러오지 못했습니다. 광고 차단 기능을 끄거나 네트워크를 확인하신 뒤 다시 눌러 주세요. 주문은 저장되었습니다.
pay-window-failed = 결제창을 열지 못했습니다. 다시 누르시거나 다른 결제수단을 골라 주세요. 주문은 저장되었습니다.
pay-noscript = 결제창은 자바스크립트가 필요합니다. 주문은 저장되며, 자바스크립트를 켜신 뒤 주문 페이지에서 결제하실 수 있습니다.

# 페이지를 보시는 동안 달라진 것
changes-title = 보시는 동안 달라진 내용이 있습니다
changes-text = 바뀐 내용을 확인하시고 다시 결제하기를 눌러 주세요. 아직 결제되지 않았습니다.
change-price = { $name }: 가격이 바뀌었습니다. { $old } → { $new }
change-stock = { $name }: { $wanted }개를 담으셨지만 { $left }개만 남았습니다.
change-gone = { $name }: 판매가 끝나 장바구니에서 뺐습니다.
change-quantity = { $name }: 수량이 바뀌었습니다. { $old }개 → { $new }개
change-total = 총 결제금액: { $old } → { $new }

# 현금영수증
receipt-title = 현금영수증
receipt-none = 신청 안 함
receipt-person = 소득공제(휴대폰번호)
receipt-company = 지출증빙(사업자번호)
receipt-tel = 현금영수증 휴대폰번호
receipt-business = 사업자등록번호
receipt-business-hint = 숫자 열 자리. 예: 123-45-67890
