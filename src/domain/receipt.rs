//! Cash receipts (현금영수증): for whom one is made out, and which payments can have one. Checked here so that
//! browser and server follow the same rules; mobile numbers need numbering plans (`checkout::read_receipt`).

use serde::{Deserialize, Serialize};

use super::method::PayMethod;

/// What the receipt is good for, and so whose number it bears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptKind {
    /// Income deduction (소득공제), by a person's mobile number.
    Person,
    /// Proof of expenditure (지출증빙), by a business registration number.
    Company,
}

impl ReceiptKind {
    pub const ALL: [Self; 2] = [Self::Person, Self::Company];

    /// i'mport's `type`, and the value of the form's radio button.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Company => "company",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// i'mport's `identifier_type`.
    pub const fn identifier_type(self) -> &'static str {
        match self {
            Self::Person => "phone",
            Self::Company => "business",
        }
    }
}

/// What a shopper wants made out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptWish {
    pub kind: ReceiptKind,
    /// With its hyphens: `010-1234-5678`, `123-45-67890`.
    pub identifier: String,
}

/// The tax office's number for receipts that nobody asked for (자진발급). Whoever paid can claim one there later.
const UNASKED: &str = "010-000-1234";

impl ReceiptWish {
    /// What is made out where nobody asked and the law wants a receipt all the same.
    pub fn unasked() -> Self {
        Self {
            kind: ReceiptKind::Person,
            identifier: UNASKED.to_owned(),
        }
    }

    pub fn is_unasked(&self) -> bool {
        self.identifier == UNASKED
    }

    /// As i'mport's `identifier` takes it.
    pub fn digits(&self) -> String {
        self.identifier
            .chars()
            .filter(char::is_ascii_digit)
            .collect()
    }
}

/// Receipts are for cash: transfers and deposits.
pub const fn receipt_offered(method: PayMethod) -> bool {
    match method {
        PayMethod::Trans | PayMethod::Vbank => true,
        PayMethod::Card
        | PayMethod::Kakaopay
        | PayMethod::Naverpay
        | PayMethod::Tosspay
        | PayMethod::Phone
        | PayMethod::Paypal => false,
    }
}

/// A business registration number with its hyphens, `123-45-67890`; `None` if its check digit does not fit.
pub fn business_number(text: &str) -> Option<String> {
    const WEIGHTS: [u32; 9] = [1, 3, 7, 1, 3, 7, 1, 3, 5];
    let plain = text
        .chars()
        .all(|c| c.is_ascii_digit() || c == '-' || c == ' ');
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    if !plain || digits.len() != 10 {
        return None;
    }
    let weighed: u32 = digits
        .iter()
        .zip(WEIGHTS)
        .map(|(digit, weight)| digit * weight)
        .sum();
    // The ninth digit counts once more, by the tens of its product.
    let check = (10 - (weighed + digits[8] * 5 / 10) % 10) % 10;
    let written: String = digits
        .iter()
        .filter_map(|digit| char::from_digit(*digit, 10))
        .collect();
    (check == digits[9]).then(|| format!("{}-{}-{}", &written[..3], &written[3..5], &written[5..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn business_numbers_are_known_by_their_check_digit() {
        for (text, read) in [
            ("124-81-00998", Some("124-81-00998")),
            ("1248100998", Some("124-81-00998")),
            ("220 81 62517", Some("220-81-62517")),
            ("124-81-00997", None),
            ("124-81-0099", None),
            ("124-81-009981", None),
            ("1248100998a", None),
            ("", None),
        ] {
            assert_eq!(business_number(text).as_deref(), read, "{text}");
        }
    }

    #[test]
    fn receipts_are_for_cash() {
        let offered: Vec<_> = PayMethod::ALL
            .into_iter()
            .filter(|method| receipt_offered(*method))
            .collect();
        assert_eq!(offered, [PayMethod::Trans, PayMethod::Vbank]);
    }
}
