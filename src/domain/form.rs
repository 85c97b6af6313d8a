//! The order form as it is typed: raw text, kept so that nothing typed is ever lost, and the
//! names of its fields. Reading it into a `Buyer` needs phone numbering plans (`checkout::forms`).

use serde::{Deserialize, Serialize};

/// Every field as text; absent fields are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OrderForm {
    pub name: String,
    pub tel: String,
    pub email: String,
    /// An ISO code; empty: the first country that the shop sends to.
    pub country: String,
    pub postcode: String,
    pub addr1: String,
    pub addr2: String,
    /// A `MemoPreset` code, or `own`.
    pub memo_preset: String,
    pub memo: String,
    /// A `PayMethod` code.
    pub method: String,
    /// A `ReceiptKind` code, or empty for none; looked at only where the method can have a receipt.
    pub receipt: String,
    pub receipt_tel: String,
    pub receipt_business: String,
    /// Anything but empty once the shopper has ticked the purchase confirmation.
    pub agree: String,
    /// What the page showed: `Seen` as text.
    pub seen: String,
}

/// A field of the form, by the `name` of its input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Name,
    Tel,
    Email,
    Country,
    Postcode,
    Addr1,
    Addr2,
    Memo,
    Method,
    Receipt,
    ReceiptTel,
    ReceiptBusiness,
    Agree,
    /// Of the forms on the order's page.
    Confirm,
    RefundBank,
    RefundAccount,
    RefundHolder,
    /// Of the search for an order.
    OrderNumber,
}

impl Field {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Tel => "tel",
            Self::Email => "email",
            Self::Country => "country",
            Self::Postcode => "postcode",
            Self::Addr1 => "addr1",
            Self::Addr2 => "addr2",
            Self::Memo => "memo",
            Self::Method => "method",
            Self::Receipt => "receipt",
            Self::ReceiptTel => "receipt_tel",
            Self::ReceiptBusiness => "receipt_business",
            Self::Agree => "agree",
            Self::Confirm => "confirm",
            Self::RefundBank => "refund_bank",
            Self::RefundAccount => "refund_account",
            Self::RefundHolder => "refund_holder",
            Self::OrderNumber => "order_number",
        }
    }
}

impl Field {
    /// How many characters it takes: in the browser, in what the server reads, and in what is kept of a form. People
    /// and places have the room that they need; PGs are told less (`pay_request`). E-mail and accounts have i'mport's
    /// own lengths (`buyer_email`, `refund_*`), since cutting them would make others of them.
    pub const fn max(self) -> usize {
        match self {
            Self::Name => 60,
            Self::RefundHolder => 16,
            Self::Tel | Self::ReceiptTel | Self::ReceiptBusiness | Self::RefundAccount => 30,
            Self::Email => 64,
            Self::Postcode => 12,
            Self::Addr1 | Self::Addr2 => 120,
            Self::Memo => 50,
            Self::OrderNumber => 40,
            // Codes from the page's own choices.
            Self::Country | Self::Method | Self::Receipt | Self::Agree | Self::Confirm => 20,
            Self::RefundBank => 3,
        }
    }
}

/// What is wrong with a field; the page words it (`field-{code}` in the texts).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    Missing,
    TooLong,
    NotATel,
    NotAnEmail,
    /// Of Korea.
    NotAPostcode,
    NotAForeignPostcode,
    ControlCharacters,
    NotOffered,
    NotAMobile,
    NotABusinessNumber,
    NotAnAccount,
    /// Less than the PG takes.
    TooLittle,
}

impl Problem {
    pub const ALL: [Self; 12] = [
        Self::Missing,
        Self::TooLong,
        Self::NotATel,
        Self::NotAnEmail,
        Self::NotAPostcode,
        Self::NotAForeignPostcode,
        Self::ControlCharacters,
        Self::NotOffered,
        Self::NotAMobile,
        Self::NotABusinessNumber,
        Self::NotAnAccount,
        Self::TooLittle,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TooLong => "too-long",
            Self::NotATel => "not-a-tel",
            Self::NotAnEmail => "not-an-email",
            Self::NotAPostcode => "not-a-postcode",
            Self::NotAForeignPostcode => "not-a-foreign-postcode",
            Self::ControlCharacters => "control-characters",
            Self::NotOffered => "not-offered",
            Self::NotAMobile => "not-a-mobile",
            Self::NotABusinessNumber => "not-a-business-number",
            Self::NotAnAccount => "not-an-account",
            Self::TooLittle => "too-little",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    pub field: Field,
    pub problem: Problem,
}

/// Where a shopper wants money back, as typed on the order's page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountForm {
    /// The KFTC's three digits.
    pub refund_bank: String,
    pub refund_account: String,
    pub refund_holder: String,
}

/// What a rendered page told the shopper about the cart: products, quantities and unit prices, and
/// the total. Travels in a hidden field as `chair:1:64900,carrots:2:1004;66908`; compared with what is
/// true when Pay is pressed, so that nobody pays a price that was not shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    pub lines: Vec<SeenLine>,
    /// Won, with shipping.
    pub total: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenLine {
    pub product: String,
    pub quantity: i64,
    /// Won a piece.
    pub unit_price: i64,
}

impl Seen {
    pub fn to_text(&self) -> String {
        let lines: Vec<String> = self
            .lines
            .iter()
            .map(|l| format!("{}:{}:{}", l.product, l.quantity, l.unit_price))
            .collect();
        format!("{};{}", lines.join(","), self.total)
    }

    /// `None` for text that no page of ours has written.
    pub fn from_text(text: &str) -> Option<Self> {
        let (lines, total) = text.split_once(';')?;
        let lines = lines
            .split(',')
            .filter(|l| !l.is_empty())
            .map(SeenLine::from_text)
            .collect::<Option<Vec<_>>>()?;
        Some(Self {
            lines,
            total: total.parse().ok()?,
        })
    }
}

impl SeenLine {
    fn from_text(text: &str) -> Option<Self> {
        let mut parts = text.split(':');
        let line = Self {
            product: parts.next()?.to_owned(),
            quantity: parts.next()?.parse().ok()?,
            unit_price: parts.next()?.parse().ok()?,
        };
        parts.next().is_none().then_some(line)
    }
}

/// A Korean mobile number with its hyphens, as far as it has been typed; anything else stays as it is.
pub fn hyphenated_mobile(typed: &str) -> String {
    let digits: String = typed.chars().filter(|c| *c != '-').collect();
    let mobile = digits.starts_with("01")
        && digits.len() <= 11
        && digits.chars().all(|c| c.is_ascii_digit());
    if !mobile || digits.len() < 4 {
        return if mobile { digits } else { typed.to_owned() };
    }
    // Numbers that do not begin with 010 are older and a digit shorter.
    let middle = if digits.len() == 10 && !digits.starts_with("010") {
        6
    } else {
        digits.len().min(7)
    };
    let (carrier, exchange, line) = (&digits[..3], &digits[3..middle], &digits[middle..]);
    if line.is_empty() {
        format!("{carrier}-{exchange}")
    } else {
        format!("{carrier}-{exchange}-{line}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphens_come_while_a_mobile_number_is_typed() {
        for (typed, shown) in [
            ("", ""),
            ("010", "010"),
            ("010-", "010"),
            ("0104", "010-4"),
            ("0104242", "010-4242"),
            ("01042424", "010-4242-4"),
            ("01042424242", "010-4242-4242"),
            ("010-4242-42421", "010-4242-42421"),
            ("0111234567", "011-123-4567"),
            ("02-123-4567", "02-123-4567"),
            ("+82 10 4242 4242", "+82 10 4242 4242"),
            ("공일공", "공일공"),
        ] {
            assert_eq!(hyphenated_mobile(typed), shown, "{typed}");
        }
    }

    #[test]
    fn what_was_seen_survives_the_hidden_field() {
        let seen = Seen {
            lines: vec![
                SeenLine {
                    product: "chair".into(),
                    quantity: 1,
                    unit_price: 64_900,
                },
                SeenLine {
                    product: "carrots".into(),
                    quantity: 2,
                    unit_price: 1_004,
                },
            ],
            total: 66_908,
        };
        assert_eq!(seen.to_text(), "chair:1:64900,carrots:2:1004;66908");
        assert_eq!(Seen::from_text(&seen.to_text()), Some(seen));
        assert_eq!(Seen::from_text(";0"), Some(Seen::default()));
    }

    #[test]
    fn foreign_text_is_not_a_page_of_ours() {
        for bad in ["", "a", "a:1;1", "a:1:2:3;1", "a:x:2;1", "a:1:2;"] {
            assert_eq!(Seen::from_text(bad), None, "{bad:?}");
        }
    }
}
