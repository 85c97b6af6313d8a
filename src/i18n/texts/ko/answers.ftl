# Answers of the return address, the merchant endpoint and the confirmation before an approval.
return-unknown-title = 주문을 찾을 수 없습니다
return-unknown-text = 주소가 잘못되었거나, 이 브라우저에서 볼 수 없는 주문입니다. 문자로 받은 링크가 있다면 그 링크를 열어 주세요.
return-later-title = 결제 확인 중입니다
return-later-text = 지금은 결제 결과를 확인할 수 없습니다. 다시 결제하지 말고 잠시 뒤 이 페이지를 새로고침해 주세요.
problem-home = 상품 보러 가기
complete-success = 결제가 완료되었습니다.
complete-vbank-issued = 가상계좌가 발급되었습니다.
complete-failed = 결제가 완료되지 않았습니다.
complete-forgery = 결제 내용이 주문과 일치하지 않습니다.
complete-pending = 결제를 확인하고 있습니다. 다시 결제하지 마세요.
confirm-unknown = 주문을 찾을 수 없습니다
confirm-not-payable = 이미 처리된 주문입니다
confirm-amount = 결제 금액이 주문 금액과 다릅니다
confirm-sold-out = 재고가 부족합니다
confirm-later = 지금은 주문을 확인할 수 없습니다
