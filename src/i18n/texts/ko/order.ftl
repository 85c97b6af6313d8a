# 주문 페이지, 상태별
stage-payable-title = 결제를 기다리고 있습니다
stage-payable-text = 주문이 저장되었습니다. 아래에서 결제를 마쳐 주세요.
stage-withdrawn-title = 결제를 기다리고 있습니다
stage-withdrawn-text = 결제창을 닫으셨습니다. 청구된 금액은 없으며, 언제든 다시 결제하실 수 있습니다.
stage-failed-title = 결제하지 못했습니다
stage-confirming-title = 결제 확인 중입니다
stage-confirming-text = 다시 결제하지 마세요. 확인이 끝나면 이 페이지가 자동으로 바뀝니다.
stage-confirming-more = 보통 1분 안에 끝납니다. 창을 닫으셔도 주문은 계속 처리됩니다.
stage-deposit-title = 입금을 기다리고 있습니다
stage-deposit-text = 아래 계좌로 입금해 주세요. 입금이 확인되면 이 페이지가 자동으로 바뀝니다.
stage-deposit-more = 기한이 지나면 계좌가 닫히고 주문이 자동으로 취소됩니다. 금액이 정확히 일치해야 입금됩니다.
stage-paid-title = 결제가 완료되었습니다
stage-paid-text = 주문해 주셔서 감사합니다. 정성껏 준비해 보내 드리겠습니다.
stage-sent-title = 상품을 보내 드렸습니다
stage-sent-text = 결제하신 상품이 출발했습니다.
stage-partly-refunded-title = 일부 금액이 환불되었습니다
stage-partly-refunded-text = { $amount } 환불되었습니다. 카드사에 따라 반영까지 며칠 걸릴 수 있습니다.
stage-refunded-title = 환불되었습니다
stage-refunded-text = 결제하신 금액이 모두 환불되었습니다. 카드사에 따라 반영까지 며칠 걸릴 수 있습니다.
stage-expired-title = 주문이 만료되었습니다
stage-expired-text = 기한 안에 결제되지 않아 주문이 취소되었습니다. 청구된 금액은 없습니다.
stage-disputed-title = 결제 내용이 주문과 일치하지 않습니다
stage-disputed-text = 결제된 금액이나 내용이 이 주문과 달라 주문을 완료하지 않았습니다. 결제하신 금액은 자동으로 환불되니 다시 결제하지 말아 주세요.

# 결제하지 못한 까닭과 다음 할 일
failed-limit = 카드 한도를 넘었습니다. 다른 카드나 결제수단으로 다시 결제해 주세요.
failed-balance = 잔액이 부족합니다. 잔액을 채우시거나 다른 결제수단을 골라 주세요.
failed-card = 카드 정보가 맞지 않거나 쓸 수 없는 카드입니다. 확인하신 뒤 다시 결제해 주세요.
failed-password = 비밀번호가 맞지 않았습니다. 확인하신 뒤 다시 결제해 주세요.
failed-timeout = 결제 시간이 지났습니다. 다시 결제해 주세요.
failed-stopped = 결제가 중단되었습니다. 다시 결제하실 수 있습니다.
failed-window = 결제창을 열지 못했습니다. 다시 시도하시거나 다른 결제수단을 골라 주세요.
failed-stock = 결제하시는 동안 재고나 가격이 바뀌어 결제를 멈췄습니다.
failed-already = 이미 처리된 결제입니다. 잠시 후 이 페이지를 다시 열어 주세요.
failed-maintenance = 은행이나 카드사가 점검 중입니다. 잠시 후 다시 시도하시거나 다른 결제수단을 골라 주세요.
failed-other = 결제사에서 결제를 승인하지 않았습니다. 다시 시도하시거나 다른 결제수단을 골라 주세요.
failed-came-back = 결제가 승인되었다가 전액 취소되어 결제 금액을 돌려드립니다. 주문하시려면 아래에서 다시 결제해 주세요.
failed-nothing-charged = 청구된 금액은 없습니다.
failed-raw = 결제사 안내

# 주문 내용
order-number = 주문번호
order-placed-at = 주문일시
order-items = 주문상품
order-amounts = 결제금액
order-payment = 결제 정보
order-delivery = 배송 정보
order-buyer = 받으시는 분
order-address = 배송지
order-memo = 요청사항
order-paid-with = 결제수단
order-card-number = 카드번호
order-instalments = 할부
order-lump-sum = 일시불
order-months = { $count }개월
order-approval = 승인번호
order-bank = 은행
order-paid-at = 결제일시
order-receipt = 영수증 보기
order-refunded = 환불금액
order-continue = 쇼핑 계속하기
order-contact-us = 궁금하신 점은 문의해 주세요
order-next-paid = 주문 내역은 이 페이지에서 언제든 다시 확인하실 수 있습니다.

# 가상계좌
vbank-title = 입금하실 계좌
vbank-bank = 은행
vbank-account = 계좌번호
vbank-holder = 예금주
vbank-deadline = 입금기한
vbank-amount = 입금금액
copy-account = 계좌번호 복사
copy-amount = 금액 복사
copied = 복사했습니다
copy-failed = 복사하지 못했습니다. 길게 눌러 직접 복사해 주세요.

# i'mport가 알려 주는 결제수단
paid-card = 카드
paid-trans = 실시간 계좌이체
paid-vbank = 가상계좌
paid-phone = 휴대폰
paid-point = 포인트·머니
paid-paypal = PayPal
paid-kakaopay = 카카오페이
paid-naverpay = 네이버페이
paid-tosspay = 토스페이
paid-payco = 페이코
paid-samsung = 삼성페이
paid-applepay = 애플페이

# 취소와 환불
stage-refunding-title = 환불을 진행하고 있습니다
stage-refunding-text = 주문이 취소되었습니다. 결제하신 금액을 모두 돌려 드리고 있습니다.
stage-refunding-more = 환불이 끝나면 이 페이지가 자동으로 바뀝니다.
stage-called-off-title = 주문을 취소하셨습니다
stage-called-off-plain-text = 결제된 금액은 없습니다.
stage-called-off-text = 발급된 계좌는 닫힙니다. 그 계좌로 입금하지 말아 주세요. 이미 보내신 돈이 있다면 돌려 드립니다.
cancel-title = 주문 취소
cancel-refund-text = 상품을 보내기 전까지 취소하실 수 있습니다. 결제하신 금액이 모두 환불됩니다.
cancel-refund-button = 주문 취소하고 환불받기
cancel-call-off-text = 입금하지 않으셨다면 주문을 취소하실 수 있습니다. 발급된 계좌는 더 쓰실 수 없습니다.
cancel-unpaid-text = 아직 결제하지 않으셨습니다. 주문을 취소하시면 담아 두신 상품이 다시 판매됩니다.
cancel-call-off-button = 주문 취소하기
cancel-confirm = 이 주문을 취소합니다. 취소한 주문은 되돌릴 수 없습니다.
cancel-back = 취소하지 않고 돌아가기
cancel-elsewhere = 주문 취소는 주문하신 브라우저에서만 하실 수 있습니다. 어려우시면 상점에 문의해 주세요.
other-way-title = 다른 방법으로 결제하기
other-way-text = 다른 방법으로 결제하시면 발급된 계좌는 닫힙니다. 그 계좌로 입금하지 말아 주세요. 이미 보내신 돈이 있다면 돌려 드립니다.
account-left = 먼저 발급된 계좌는 닫힙니다. 그 계좌로 입금하지 말아 주세요. 이미 보내신 돈이 있다면 이 주문의 결제로 처리하거나 돌려 드립니다.
refund-account-title = 환불받으실 계좌
refund-account-text = 돌려 드릴 금액이 있습니다. 계좌이체로 보내 드려야 하니 받으실 계좌를 알려 주세요.
refund-account-why = 입금하신 금액은 계좌로 돌려 드립니다. 환불받으실 계좌를 알려 주세요.
refund-account-button = 이 계좌로 환불받기
refund-bank = 은행
refund-bank-choose = 은행을 골라 주세요
refund-account = 계좌번호
refund-holder = 예금주
send-back-title = 반품 안내
send-back-text = 상품이 출발해 이제 주문을 취소하실 수 없습니다. 받으신 뒤 반품하시면 환불해 드립니다.

# 현금영수증
receipt-for = 용도
receipt-number = 발급번호
receipt-standing = 상태
receipt-after-payment = 입금이 확인되면 발급됩니다.
receipt-under-way = 발급하고 있습니다.
receipt-issued = 발급되었습니다.
receipt-withdrawn = 환불과 함께 취소됩니다.
receipt-open = 현금영수증 보기
receipt-unasked = 자진발급
receipt-unasked-note = 신청하지 않으셔도 법에 따라 국세청 지정번호로 발급됩니다. 홈택스에서 승인번호로 등록하시면 소득공제를 받으실 수 있습니다.

# 비회원 주문 조회
find-title = 주문 조회
find-text = 주문번호와 주문하실 때 쓰신 휴대폰 번호로 주문을 찾습니다.
find-number-hint = 예: 20261122-7K3M9Q2XWB4T
find-button = 조회하기
find-nothing = 주문번호와 휴대폰 번호가 맞는 주문을 찾지 못했습니다. 다시 확인해 주세요.
find-masked = 조회하신 주문 페이지에는 개인정보가 가려집니다. 모두 보시거나 주문을 취소하시려면 주문하신 브라우저에서 열어 주세요.
