//! How a shopper may pay, and what each way means for the payment window.
//! The `pay_method` that i'mport reports later may differ from the one asked for (easy pay turns
//! into `card` or `point`), so it is shown and stored but never compared.

use serde::{Deserialize, Serialize};

use super::money::Currency;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PayMethod {
    Card,
    Kakaopay,
    Naverpay,
    Tosspay,
    Trans,
    Vbank,
    Phone,
    Paypal,
}

impl PayMethod {
    /// Its window is a popup on a desktop, which a browser opens only straight after a click.
    pub const fn opens_popup(self) -> bool {
        match self {
            Self::Tosspay | Self::Paypal => true,
            Self::Card
            | Self::Kakaopay
            | Self::Naverpay
            | Self::Trans
            | Self::Vbank
            | Self::Phone => false,
        }
    }

    pub const ALL: [Self; 8] = [
        Self::Card,
        Self::Kakaopay,
        Self::Naverpay,
        Self::Tosspay,
        Self::Trans,
        Self::Vbank,
        Self::Phone,
        Self::Paypal,
    ];

    /// The value of `pay_method` in `IMP.request_pay`, and of the form's radio button.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Kakaopay => "kakaopay",
            Self::Naverpay => "naverpay",
            Self::Tosspay => "tosspay",
            Self::Trans => "trans",
            Self::Vbank => "vbank",
            Self::Phone => "phone",
            Self::Paypal => "paypal",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.code() == code)
    }

    /// PayPal does not settle in won.
    pub const fn currency(self) -> Currency {
        match self {
            Self::Paypal => Currency::Usd,
            Self::Card
            | Self::Kakaopay
            | Self::Naverpay
            | Self::Tosspay
            | Self::Trans
            | Self::Vbank
            | Self::Phone => Currency::Krw,
        }
    }
}
