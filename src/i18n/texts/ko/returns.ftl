returns-title = 자동 환불
returns-under-way = 이 주문에 반영되지 않은 결제 { $amount }을 환불하고 있습니다. 따로 요청하지 않으셔도 됩니다.
returns-done = 이 주문에 반영되지 않은 결제 { $amount }을 전액 취소했습니다.
returns-done-at = 이 주문에 반영되지 않은 결제 { $amount }을 { $at }에 전액 취소했습니다.
returns-note = 카드사에 따라 명세서에 반영되기까지 며칠이 걸릴 수 있습니다.
stage-goods-gone-title = 상품이 품절되어 주문을 완료하지 못했습니다
stage-goods-gone-text = 결제가 도착했을 때 상품이 이미 모두 판매되었습니다. 결제하신 금액은 자동으로 전액 환불됩니다.
