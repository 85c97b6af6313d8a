//! Finds an order for somebody without its browser or link: by its number and the buyer's phone number. "No such
//! order" and "another phone number" are one answer, after the same work. Tries are counted by the address they come
//! from and by the order they name, whether or not there is such an order; the right number gets through all the same.

use std::net::IpAddr;

use crate::{
    checkout::{
        Error, Shop, Visitor,
        forms::{canonical, marks, tel},
    },
    domain::{
        form::{Field, FieldProblem, Problem},
        ids::OrderId,
        refused::{FindForm, RefusedForm},
    },
    keys::same_text,
};

const WINDOW_SECONDS: i64 = 600;
/// Many shoppers can be behind one address of a mobile network.
const TRIES_BY_ADDRESS: i64 = 30;
const TRIES_BY_ORDER: i64 = 5;

/// Where a request comes from, as far as that can be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientAddr(pub String);

impl Shop {
    /// The order's page with its token: a parcel's label bears number and phone, so whoever knows both sees no more
    /// than somebody whom the link was forwarded to.
    pub async fn find(
        &self,
        visitor: &Visitor,
        from: &ClientAddr,
        form: &FindForm,
    ) -> Result<String, Error> {
        let found = self.search(from, form).await;
        self.keep_if_refused(visitor, found, RefusedForm::of_find(form))
            .await
    }

    async fn search(&self, from: &ClientAddr, form: &FindForm) -> Result<String, Error> {
        let (number, tel) = read(&form.order_number, &form.tel).map_err(Error::Form)?;
        let allowed = self.count_try(from, &number).await?;
        let id = OrderId::parse(&number).ok();
        let order = match &id {
            Some(id) => self.db().order(id).await?,
            None => None,
        };
        // Numbers that were kept by an older plan may have their hyphens elsewhere.
        let told = order.as_ref().map_or("", |order| &order.buyer.tel);
        let fits = same_text(&marks(told), &marks(&tel));
        // Strangers who guess at an order do not keep its buyer from finding it.
        match (order.filter(|_| fits), allowed) {
            (Some(order), Allowed::All | Allowed::RightOnes) => Ok(self.link_path(&order.id)),
            (None, Allowed::All) => Err(Error::NotFound),
            (Some(_) | None, Allowed::RightOnes | Allowed::None) => Err(Error::TooManyTries),
        }
    }

    async fn count_try(&self, from: &ClientAddr, number: &str) -> Result<Allowed, Error> {
        let now = self.clock().now();
        let ends_at = now.window_end(WINDOW_SECONDS);
        self.db().forget_tries(now).await?;
        let by = |what: &str, whom: &str| self.keys().fingerprint(what, whom);
        let mut tx = self.db().begin().await?;
        let by_address = tx
            .count_try(&by("guest address", &network(&from.0)), ends_at)
            .await?;
        // An address that is refused anyway makes no more rows.
        let allowed = if by_address > TRIES_BY_ADDRESS {
            Allowed::None
        } else if tx.count_try(&by("guest order", number), ends_at).await? > TRIES_BY_ORDER {
            Allowed::RightOnes
        } else {
            Allowed::All
        };
        tx.commit().await?;
        Ok(allowed)
    }
}

/// Which tries are answered, after so many.
enum Allowed {
    All,
    /// The order was guessed at too often: whoever knows the number gets through, and no guess is answered.
    RightOnes,
    None,
}

/// Mistakes that say nothing about any order.
fn read(number: &str, typed_tel: &str) -> Result<(String, String), Vec<FieldProblem>> {
    let number = order_number(number);
    let tel_problem = if canonical(typed_tel).is_empty() {
        Problem::Missing
    } else {
        Problem::NotATel
    };
    let read = tel(typed_tel);
    if let (false, Some(tel)) = (number.is_empty(), &read) {
        return Ok((number, tel.clone()));
    }
    let missing = number.is_empty().then_some(FieldProblem {
        field: Field::OrderNumber,
        problem: Problem::Missing,
    });
    let wrong = read.is_none().then_some(FieldProblem {
        field: Field::Tel,
        problem: tel_problem,
    });
    Err(missing.into_iter().chain(wrong).collect())
}

/// Read aloud or copied by hand: letters that our numbers do not have stand for the digits they look like.
fn order_number(typed: &str) -> String {
    let number = canonical(typed);
    let number = number.chars().filter(|c| *c != ' ').take(OrderId::MAX + 1);
    number
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        })
        .collect()
}

/// An IPv6 customer has a whole network of addresses.
fn network(address: &str) -> String {
    match address
        .parse()
        .map(|address: IpAddr| address.to_canonical())
    {
        Ok(IpAddr::V6(v6)) => format!("{:x?}", &v6.segments()[..4]),
        Ok(IpAddr::V4(v4)) => v4.to_string(),
        Err(_) => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_copied_by_hand_are_understood() {
        for (typed, number) in [
            ("20261122-7K3M9Q2XWB4T", "20261122-7K3M9Q2XWB4T"),
            (" 20261122-7k3m9q2xwb4t ", "20261122-7K3M9Q2XWB4T"),
            ("2O261122 -7K3M9Q2XWB4T", "20261122-7K3M9Q2XWB4T"),
            ("20261122-lOI", "20261122-101"),
            (
                "２０２６１１２２–７k3m9\u{200b}q2xwb4t",
                "20261122-7K3M9Q2XWB4T",
            ),
            (
                "20261122\u{2011}7K3M\u{a0}9Q2XWB4T",
                "20261122-7K3M9Q2XWB4T",
            ),
        ] {
            assert_eq!(order_number(typed), number);
        }
        assert_eq!(order_number(&"A".repeat(1_000)).len(), OrderId::MAX + 1);
    }

    #[test]
    fn a_whole_network_counts_as_one() {
        assert_eq!(
            network("2001:db8:1:2:3::1"),
            network("2001:db8:1:2:ffff::9")
        );
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_ne!(network("203.0.113.1"), network("203.0.113.2"));
        assert_eq!(network("203.0.113.1"), network("::ffff:203.0.113.1"));
    }
}
