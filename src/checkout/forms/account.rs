//! Reads where a shopper wants money back.

use crate::{
    checkout::forms::{canonical::marks, order::Reader},
    domain::{
        bank::{Bank, RefundAccount},
        form::{AccountForm, Field, FieldProblem, Problem},
        pg::Pg,
    },
};

/// An account at one of the banks that this payment's PG sends money to.
pub(in crate::checkout) fn read_account(
    form: &AccountForm,
    pg: Pg<'_>,
) -> Result<RefundAccount, Vec<FieldProblem>> {
    let mut read = Reader::default();
    let bank = read.required(Field::RefundBank, &form.refund_bank);
    let known = Bank::by_code(&bank).is_some_and(|bank| pg.refund_bank(bank).is_some());
    if !bank.is_empty() && !known {
        read.refuse(Field::RefundBank, Problem::NotOffered);
    }
    let account = RefundAccount {
        bank,
        number: read.shaped(
            Field::RefundAccount,
            &form.refund_account,
            Problem::NotAnAccount,
            account_number,
        ),
        holder: read.words(Field::RefundHolder, &form.refund_holder),
    };
    if read.problems.is_empty() {
        Ok(account)
    } else {
        Err(read.problems)
    }
}

/// With or without hyphens and blanks.
fn account_number(text: &str) -> Option<String> {
    let digits = marks(text);
    ((7..=16).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit()))
        .then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bank: &str, number: &str, pg: &str) -> Result<String, Vec<Field>> {
        let form = AccountForm {
            refund_bank: bank.into(),
            refund_account: number.into(),
            refund_holder: "홍길동".into(),
        };
        let read = read_account(&form, Pg(pg)).map(|account| account.number);
        read.map_err(|problems| problems.into_iter().map(|problem| problem.field).collect())
    }

    #[test]
    fn an_account_is_digits_at_a_bank_that_the_pg_pays_to() {
        assert_eq!(
            read("004", "123456-78-901234", "html5_inicis"),
            Ok("12345678901234".to_owned())
        );
        assert_eq!(
            read("090", "3333012345678", "daou"),
            Err(vec![Field::RefundBank])
        );
        assert_eq!(
            read("999", "123", "kcp"),
            Err(vec![Field::RefundBank, Field::RefundAccount])
        );
        assert_eq!(
            read("", "계좌", "kcp"),
            Err(vec![Field::RefundBank, Field::RefundAccount])
        );
        let nobody = read_account(&AccountForm::default(), Pg("kcp")).unwrap_err();
        assert_eq!(nobody.len(), 3);
    }
}
