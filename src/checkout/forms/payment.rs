//! Reads how a shopper wants to pay: the method, the cash receipt that may come with it, the confirmation.

use crate::{
    checkout::{
        Shop,
        forms::{canonical::canonical, order::Reader, tel::tel},
    },
    domain::{
        form::{Field, FieldProblem, OrderForm, Problem},
        method::PayMethod,
        money::Money,
        receipt::{ReceiptKind, ReceiptWish, business_number, receipt_offered},
    },
};

/// How a shopper wants to pay, and which papers come with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::checkout) struct Paying {
    pub method: PayMethod,
    pub receipt: Option<ReceiptWish>,
}

impl Shop {
    pub(in crate::checkout) fn read_paying(
        &self,
        form: &OrderForm,
        in_dollars: bool,
    ) -> Result<Paying, Vec<FieldProblem>> {
        let method = self.read_method(&form.method, &self.methods(in_dollars));
        let receipt = match &method {
            Ok(method) if receipt_offered(*method) => read_receipt(form),
            Ok(_) | Err(_) => Ok(None),
        };
        match (method, receipt, read_agreement(&form.agree)) {
            (Ok(method), Ok(receipt), Ok(())) => Ok(Paying { method, receipt }),
            (method, receipt, agreed) => Err([method.err(), receipt.err(), agreed.err()]
                .into_iter()
                .flatten()
                .collect()),
        }
    }

    /// With the receipt that is due even if none was asked for.
    pub(in crate::checkout) fn with_receipt_due(&self, paying: &Paying, total: Money) -> Paying {
        let obliged = self
            .terms()
            .receipts_unasked_from
            .is_some_and(|from| total.minor >= from.minor);
        let unasked = (obliged && receipt_offered(paying.method)).then(ReceiptWish::unasked);
        Paying {
            method: paying.method,
            receipt: paying.receipt.clone().or(unasked),
        }
    }

    fn read_method(&self, code: &str, offered: &[PayMethod]) -> Result<PayMethod, FieldProblem> {
        let problem = |problem| FieldProblem {
            field: Field::Method,
            problem,
        };
        let code = canonical(code);
        if code.is_empty() {
            return Err(problem(Problem::Missing));
        }
        PayMethod::from_code(&code)
            .filter(|m| offered.contains(m))
            .ok_or_else(|| problem(Problem::NotOffered))
    }
}

/// Only the number that belongs to the chosen kind counts; the other stays typed.
fn read_receipt(form: &OrderForm) -> Result<Option<ReceiptWish>, FieldProblem> {
    let Some(kind) = ReceiptKind::from_code(&form.receipt) else {
        let none = canonical(&form.receipt).is_empty();
        return if none {
            Ok(None)
        } else {
            Err(FieldProblem {
                field: Field::Receipt,
                problem: Problem::NotOffered,
            })
        };
    };
    let mut read = Reader::default();
    let identifier = match kind {
        ReceiptKind::Person => read.shaped(
            Field::ReceiptTel,
            &form.receipt_tel,
            Problem::NotAMobile,
            korean_mobile,
        ),
        ReceiptKind::Company => {
            let problem = Problem::NotABusinessNumber;
            read.shaped(
                Field::ReceiptBusiness,
                &form.receipt_business,
                problem,
                business_number,
            )
        }
    };
    match read.problems.pop() {
        Some(problem) => Err(problem),
        None => Ok(Some(ReceiptWish { kind, identifier })),
    }
}

fn korean_mobile(text: &str) -> Option<String> {
    tel(text).filter(|number| number.starts_with("010"))
}

/// The purchase confirmation that the law wants ticked by the buyer's own hand.
fn read_agreement(agree: &str) -> Result<(), FieldProblem> {
    if canonical(agree).is_empty() {
        return Err(FieldProblem {
            field: Field::Agree,
            problem: Problem::Missing,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(receipt: &str, tel: &str, business: &str) -> Result<Option<String>, (Field, Problem)> {
        let form = OrderForm {
            receipt: receipt.into(),
            receipt_tel: tel.into(),
            receipt_business: business.into(),
            ..OrderForm::default()
        };
        let read = read_receipt(&form).map(|wish| wish.map(|wish| wish.identifier));
        read.map_err(|problem| (problem.field, problem.problem))
    }

    #[test]
    fn a_receipt_bears_the_number_of_its_kind() {
        assert_eq!(read("", "1", "1"), Ok(None), "not wanted, so not looked at");
        assert_eq!(
            read("person", "01042424242", ""),
            Ok(Some("010-4242-4242".to_owned()))
        );
        assert_eq!(
            read("company", "nonsense", "1248100998"),
            Ok(Some("124-81-00998".to_owned()))
        );
        for (kind, tel, business, problem) in [
            ("person", "", "", (Field::ReceiptTel, Problem::Missing)),
            (
                "person",
                "02-1234-5678",
                "",
                (Field::ReceiptTel, Problem::NotAMobile),
            ),
            (
                "person",
                "+1 650 253 0000",
                "",
                (Field::ReceiptTel, Problem::NotAMobile),
            ),
            (
                "company",
                "",
                "124-81-00997",
                (Field::ReceiptBusiness, Problem::NotABusinessNumber),
            ),
            (
                "company",
                "01042424242",
                "",
                (Field::ReceiptBusiness, Problem::Missing),
            ),
            ("card", "", "", (Field::Receipt, Problem::NotOffered)),
        ] {
            assert_eq!(read(kind, tel, business), Err(problem), "{kind}");
        }
    }
}
