//! Keeps what was typed into a form that was refused: a plain form is answered by a redirect, and personal details do
//! not belong into an address. Forgotten as soon as such a form is accepted.

use crate::{
    checkout::{Error, Shop, Visitor},
    domain::refused::RefusedForm,
};

impl Shop {
    pub async fn refused_form(&self, visitor: &Visitor) -> Result<Option<RefusedForm>, Error> {
        Ok(self.db().refused_form(&visitor.customer).await?)
    }

    /// What this browser has typed is forgotten, wherever the shop keeps it for the next page.
    pub async fn forget_forms(&self, visitor: &Visitor) -> Result<(), Error> {
        Ok(self.db().forget_forms(&visitor.customer).await?)
    }

    /// Hands the answer on.
    pub(in crate::checkout) async fn keep_if_refused<T>(
        &self,
        visitor: &Visitor,
        answer: Result<T, Error>,
        typed: RefusedForm,
    ) -> Result<T, Error> {
        match answer {
            Ok(done) => {
                if !visitor.newcomer {
                    self.db().forget_refused_form(&visitor.customer).await?;
                }
                Ok(done)
            }
            Err(refusal) => {
                self.db()
                    .keep_refused_form(&visitor.customer, &typed, self.clock().now())
                    .await?;
                visitor.kept.set();
                Err(refusal)
            }
        }
    }
}
