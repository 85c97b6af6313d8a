//! What was typed into a form that was refused, so that the page can show it again. Not the order form: that one is
//! kept as a draft (`OrderForm`).

use serde::{Deserialize, Serialize};

use super::form::AccountForm;

/// Of a search for an order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FindForm {
    pub order_number: String,
    pub tel: String,
}

/// The last refused form of a browser; each has one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusedForm {
    Find(FindForm),
    Account(AccountForm),
}

impl RefusedForm {
    pub fn of_find(form: &FindForm) -> Self {
        Self::Find(FindForm {
            order_number: cut(&form.order_number),
            tel: cut(&form.tel),
        })
    }

    pub fn of_account(form: &AccountForm) -> Self {
        Self::Account(AccountForm {
            refund_bank: cut(&form.refund_bank),
            refund_account: cut(&form.refund_account),
            refund_holder: cut(&form.refund_holder),
        })
    }

    pub fn find(self) -> Option<FindForm> {
        match self {
            Self::Find(form) => Some(form),
            Self::Account(_) => None,
        }
    }

    pub fn account(self) -> Option<AccountForm> {
        match self {
            Self::Account(form) => Some(form),
            Self::Find(_) => None,
        }
    }
}

/// No browser can fill the database.
fn cut(typed: &str) -> String {
    typed.chars().take(60).collect()
}
