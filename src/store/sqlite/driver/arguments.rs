//! What is bound to a statement.

use rusqlite::types::Value;
use sqlx::{Arguments, Encode, IntoArguments, Type, encode::IsNull, error::BoxDynError};

use super::InPlace;

#[derive(Clone, Debug, Default)]
pub struct LiteArguments(pub Vec<Value>);

impl Arguments for LiteArguments {
    type Database = InPlace;

    fn reserve(&mut self, additional: usize, _size: usize) {
        self.0.reserve(additional);
    }

    fn add<'t, T>(&mut self, value: T) -> Result<(), BoxDynError>
    where
        T: Encode<'t, InPlace> + Type<InPlace>,
    {
        match value.encode(&mut self.0)? {
            IsNull::Yes => self.0.push(Value::Null),
            IsNull::No => {}
        }
        Ok(())
    }

    fn len(&self) -> usize {
        self.0.len()
    }
}

impl IntoArguments<InPlace> for LiteArguments {
    fn into_arguments(self) -> Self {
        self
    }
}
