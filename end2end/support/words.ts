// What shoppers read, in both languages. Written out here rather than read from the shop's texts: a test
// that looks for whatever the shop says would find it whatever it is.

export type Lang = 'ko' | 'en';

export interface Words {
  addToCart: string;
  checkOut: string;
  name: string;
  tel: string;
  email: string;
  postcode: string;
  address: string;
  addressDetails: string;
  card: string;
  vbank: string;
  paypal: string;
  agree: RegExp;
  /** The Pay button, whatever the amount. */
  pay: RegExp;
  payBusy: RegExp;
  openWindow: string;
  headings: {
    cart: string;
    checkout: string;
    payable: string;
    failed: string;
    confirming: string;
    deposit: string;
    paid: string;
    disputed: string;
    notFound: string;
  };
  withdrawn: RegExp;
  doNotPayAgain: RegExp;
  nothingCharged: RegExp;
  changed: RegExp;
  sdkMissing: RegExp;
  copyAccount: string;
  copied: string;
}

const en: Words = {
  addToCart: 'Add to cart',
  checkOut: 'Check out',
  name: 'Name',
  tel: 'Mobile phone',
  email: 'Email',
  postcode: 'Postcode',
  address: 'Address',
  addressDetails: 'Address details',
  card: 'Credit or debit card',
  vbank: 'Virtual account',
  paypal: 'PayPal',
  agree: /agree to buy/,
  pay: /^Pay /,
  payBusy: /Payment window is open/,
  openWindow: 'Open payment window',
  headings: {
    cart: 'Cart',
    checkout: 'Checkout',
    payable: 'Waiting for your payment',
    failed: 'The payment did not go through',
    confirming: 'Confirming your payment',
    deposit: 'Waiting for your deposit',
    paid: 'Payment complete',
    disputed: 'The payment does not match this order',
    notFound: 'Page not found',
  },
  withdrawn: /You closed the payment window/,
  doNotPayAgain: /do not pay again/,
  nothingCharged: /Nothing was charged/,
  changed: /Something changed while you were here/,
  sdkMissing: /The payment module did not load/,
  copyAccount: 'Copy account number',
  copied: 'Copied',
};

const ko: Words = {
  addToCart: '장바구니에 담기',
  checkOut: '주문하기',
  name: '이름',
  tel: '휴대폰',
  email: '이메일',
  postcode: '우편번호',
  address: '주소',
  addressDetails: '상세주소',
  card: '신용·체크카드',
  vbank: '가상계좌',
  paypal: 'PayPal',
  agree: /구매에 동의합니다/,
  pay: /결제하기$/,
  payBusy: /결제창이 열려 있습니다/,
  openWindow: '결제창 열기',
  headings: {
    cart: '장바구니',
    checkout: '주문서',
    payable: '결제를 기다리고 있습니다',
    failed: '결제하지 못했습니다',
    confirming: '결제 확인 중입니다',
    deposit: '입금을 기다리고 있습니다',
    paid: '결제가 완료되었습니다',
    disputed: '결제 내용이 주문과 일치하지 않습니다',
    notFound: '페이지를 찾을 수 없습니다',
  },
  withdrawn: /결제창을 닫으셨습니다/,
  doNotPayAgain: /다시 결제하지 마세요/,
  nothingCharged: /청구된 금액은 없습니다/,
  changed: /보시는 동안 달라진 내용이 있습니다/,
  sdkMissing: /결제 모듈을 불러오지 못했습니다/,
  copyAccount: '계좌번호 복사',
  copied: '복사했습니다',
};

export const words: Record<Lang, Words> = { ko, en };
