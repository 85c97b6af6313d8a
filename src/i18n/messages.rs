//! Texts that leave the pages: the order's name in the payment window, and text messages.

use super::{datetime_kst, money, text, text_with};
use crate::domain::{lang::Lang, money::Money, pay_request};

/// The first product and how many more, at most 40 characters: `노르웨이 회전의자 외 2건`.
pub fn order_name(lang: Lang, first: &str, others: usize) -> String {
    if others == 0 {
        return pay_request::order_name(first, "");
    }
    let others = text_with(lang, "order-name-more", [("others", others.into())]);
    pay_request::order_name(first, &others)
}

/// What a shopper needs for the deposit; PGs leave out what is optional here.
#[derive(Clone, Copy, Debug)]
pub struct VbankSms<'a> {
    pub bank: Option<&'a str>,
    pub num: &'a str,
    pub holder: Option<&'a str>,
    /// Unix seconds.
    pub deadline: Option<i64>,
    pub amount: Money,
    pub link: &'a str,
}

/// Where to send the money, how much, until when, and the order's page; one fact a line.
pub fn vbank_sms(lang: Lang, sms: VbankSms<'_>) -> String {
    let holder = sms.holder.filter(|name| !name.is_empty());
    let lines = [
        Some(text(lang, "vbank-sms-title")),
        Some(account_line(lang, sms)),
        holder.map(|name| text_with(lang, "vbank-sms-holder", [("holder", name.into())])),
        Some(text_with(
            lang,
            "vbank-sms-amount",
            [("amount", money(lang, sms.amount).into())],
        )),
        sms.deadline.map(|unix| {
            text_with(
                lang,
                "vbank-sms-deadline",
                [("deadline", datetime_kst(lang, unix).into())],
            )
        }),
        Some(text_with(
            lang,
            "vbank-sms-link",
            [("link", sms.link.into())],
        )),
    ];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// How much has gone back, and the order's page. When it shows on a statement is the bank's business.
pub fn refund_sms(lang: Lang, amount: Money, link: &str) -> String {
    let lines = [
        text_with(
            lang,
            "refund-sms-title",
            [("amount", money(lang, amount).into())],
        ),
        text(lang, "refund-sms-when"),
        text_with(lang, "refund-sms-link", [("link", link.into())]),
    ];
    lines.join("\n")
}

fn account_line(lang: Lang, sms: VbankSms<'_>) -> String {
    let bank = sms.bank.unwrap_or_default();
    text_with(
        lang,
        "vbank-sms-account",
        [("bank", bank.into()), ("num", sms.num.into())],
    )
    .trim()
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_names_fit_the_payment_window() {
        assert_eq!(
            order_name(Lang::Ko, "노르웨이 회전의자", 0),
            "노르웨이 회전의자"
        );
        assert_eq!(
            order_name(Lang::Ko, "노르웨이 회전의자", 2),
            "노르웨이 회전의자 외 2건"
        );
        assert_eq!(
            order_name(Lang::En, "Carrots 10kg", 1),
            "Carrots 10kg and 1 more"
        );
        assert_eq!(
            order_name(Lang::En, &"long ".repeat(20), 12)
                .chars()
                .count(),
            40
        );
    }

    #[test]
    fn a_refund_is_told_with_its_sum() {
        let sms = |lang, amount| refund_sms(lang, amount, "https://shop.example/o/1");
        let ko = "64,900원이 환불되었습니다.\n카드사·은행에 따라 며칠 뒤에 확인될 수 있습니다.\n주문 확인 https://shop.example/o/1";
        assert_eq!(sms(Lang::Ko, Money::krw(64_900)), ko);
        let en = "We have refunded US$52.90.\nIt may take your card company or bank some days to show it.\n\
                  Your order https://shop.example/o/1";
        assert_eq!(
            sms(
                Lang::En,
                Money::new(5_290, crate::domain::money::Currency::Usd)
            ),
            en
        );
    }

    #[test]
    fn a_text_message_tells_what_the_deposit_needs() {
        let sms = VbankSms {
            bank: Some("신한은행"),
            num: "X230600123",
            holder: Some("임포트"),
            deadline: Some(1_795_618_740),
            amount: Money::krw(64_900),
            link: "https://shop.example/o/1",
        };
        let ko = "입금 계좌 안내\n신한은행 X230600123\n예금주 임포트\n금액 64,900원\n\
                  기한 2026년 11월 25일(수) 23:59\n주문 확인 https://shop.example/o/1";
        assert_eq!(vbank_sms(Lang::Ko, sms), ko);
        let bare = VbankSms {
            bank: None,
            holder: Some(""),
            deadline: None,
            ..sms
        };
        let en =
            "Please deposit to\nX230600123\nAmount ₩64,900\nYour order https://shop.example/o/1";
        assert_eq!(vbank_sms(Lang::En, bare), en);
    }
}
