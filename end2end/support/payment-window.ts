// The gateway's window, wherever it opens: in a frame over the page, in the page itself, or in a popup.

import type { FrameLocator, Page } from '@playwright/test';
import type { Lang } from './words.ts';

/** What the sandbox calls each way a window can end, as its buttons say it. */
export const OUTCOMES = {
  paid: { en: 'Approve payment', ko: '결제 성공' },
  vbank: { en: 'Issue virtual account', ko: '가상계좌 발급' },
  failed: { en: 'Decline payment', ko: '승인 거절' },
  limit_exceeded: { en: 'Limit exceeded', ko: '한도 초과' },
  insufficient_balance: { en: 'Insufficient balance', ko: '잔액 부족' },
  bad_card: { en: 'Bad card', ko: '카드 오류' },
  wrong_password: { en: 'Wrong password three times', ko: '비밀번호 3회 오류' },
  cannot_open: { en: 'Window cannot open', ko: '결제창 호출 실패' },
  cancelled_by_user: { en: 'Cancelled by user', ko: '사용자 취소' },
  abandoned: { en: 'Browser dies before approval', ko: '승인 전 브라우저 종료' },
  paid_but_lost: { en: 'Browser dies after approval', ko: '승인 후 브라우저 종료' },
} as const;

export type Outcome = keyof typeof OUTCOMES;

/** What people press in a window, step by step. */
export const STEPS = {
  en: { close: 'Close payment window', next: 'Next', password: '6-digit payment password', pay: / Pay$/, issue: 'Get a virtual account' },
  ko: { close: '결제창 닫기', next: '다음', password: '결제 비밀번호 6자리', pay: /결제하기$/, issue: '가상계좌 발급받기' },
};

/** Where i'mport's SDK lays the window over the page; its other frames are waiting and hidden. */
export const frameOver = (page: Page) => page.frameLocator('.imp-dialog iframe.imp-open');

export class PaymentWindow {
  private readonly steps;

  constructor(
    private readonly surface: Page | FrameLocator,
    private readonly lang: Lang,
  ) {
    this.steps = STEPS[lang];
  }

  /** The heading that tells that a window is open. */
  get heading() {
    return this.surface.getByRole('heading', { level: 1 });
  }

  /** What the window says once it plays a browser that has died, or has lost its callback. */
  get lastWords() {
    return this.surface.getByRole('heading', { name: /does not answer|응답하지 않습니다/ });
  }

  /** What the window complains about. */
  get problem() {
    return this.surface.getByRole('alert');
  }

  /** Ends the window in one click. */
  async choose(outcome: Outcome) {
    await this.button(OUTCOMES[outcome][this.lang]).click();
  }

  /** As a person does: a card company, then the payment password. */
  async payByCard() {
    await this.button(this.steps.next).click();
    await this.typePassword('123456');
  }

  async typePassword(digits: string) {
    await this.surface.getByLabel(this.steps.password).fill(digits);
    await this.button(this.steps.pay).click();
  }

  async next() {
    await this.button(this.steps.next).click();
  }

  async issueAccount() {
    await this.button(this.steps.issue).click();
  }

  async close() {
    await this.button(this.steps.close).click();
  }

  private button(name: string | RegExp) {
    return this.surface.getByRole('button', { name, exact: true });
  }
}
