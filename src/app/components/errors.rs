//! What was wrong with a form as last sent, when it was sent without JavaScript.

use crate::{
    app::context::page_context,
    domain::form::Field,
    i18n::field_problem,
    server_fns::error::{CallError, FieldText},
};

#[derive(Clone)]
pub struct Errors(Vec<FieldText>);

impl Errors {
    pub fn of_refusal(refused: Option<CallError>) -> Self {
        match refused {
            Some(CallError::Invalid(fields)) => Self(fields),
            _ => Self(Vec::new()),
        }
    }

    pub fn of(&self, field: Field) -> Option<String> {
        self.0
            .iter()
            .find(|it| it.field == field)
            .map(|it| field_problem(page_context().lang, it.problem))
    }
}
