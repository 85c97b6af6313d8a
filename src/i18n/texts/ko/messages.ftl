# 결제창에 보이는 주문 이름
order-name-more = { "" } 외 { $others }건

# 가상계좌 발급 문자
vbank-sms-title = 입금 계좌 안내
vbank-sms-account = { $bank } { $num }
vbank-sms-holder = 예금주 { $holder }
vbank-sms-amount = 금액 { $amount }
vbank-sms-deadline = 기한 { $deadline }
vbank-sms-link = 주문 확인 { $link }

# 환불 완료 문자
refund-sms-title = { $amount }이 환불되었습니다.
refund-sms-when = 카드사·은행에 따라 며칠 뒤에 확인될 수 있습니다.
refund-sms-link = 주문 확인 { $link }
