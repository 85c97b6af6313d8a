//! A text that SQLite has understood. Connections keep what they compiled by its text, so this is the text alone.

use std::sync::Arc;

use sqlx::{
    Either, FromRow, IntoArguments, SqlStr, Statement,
    query::{Query, QueryAs, QueryScalar},
};

use super::{
    InPlace,
    arguments::LiteArguments,
    row::{LiteColumn, LiteRow},
    value::Kind,
};

#[derive(Clone, Debug)]
pub struct LiteStatement {
    pub sql: SqlStr,
    pub columns: Arc<[LiteColumn]>,
    pub parameters: usize,
}

impl Statement for LiteStatement {
    type Database = InPlace;

    fn into_sql(self) -> SqlStr {
        self.sql
    }

    fn sql(&self) -> &SqlStr {
        &self.sql
    }

    fn parameters(&self) -> Option<Either<&[Kind], usize>> {
        Some(Either::Right(self.parameters))
    }

    fn columns(&self) -> &[LiteColumn] {
        &self.columns
    }

    fn query(&self) -> Query<'_, InPlace, LiteArguments> {
        self.query_with(LiteArguments::default())
    }

    fn query_with<A>(&self, arguments: A) -> Query<'_, InPlace, A>
    where
        A: IntoArguments<InPlace>,
    {
        sqlx::query_with(self.sql.clone(), arguments)
    }

    fn query_as<O>(&self) -> QueryAs<'_, InPlace, O, LiteArguments>
    where
        O: for<'r> FromRow<'r, LiteRow>,
    {
        self.query_as_with(LiteArguments::default())
    }

    fn query_as_with<'s, O, A>(&'s self, arguments: A) -> QueryAs<'s, InPlace, O, A>
    where
        O: for<'r> FromRow<'r, LiteRow>,
        A: IntoArguments<InPlace>,
    {
        sqlx::query_as_with(self.sql.clone(), arguments)
    }

    fn query_scalar<O>(&self) -> QueryScalar<'_, InPlace, O, LiteArguments>
    where
        (O,): for<'r> FromRow<'r, LiteRow>,
    {
        self.query_scalar_with(LiteArguments::default())
    }

    fn query_scalar_with<'s, O, A>(&'s self, arguments: A) -> QueryScalar<'s, InPlace, O, A>
    where
        (O,): for<'r> FromRow<'r, LiteRow>,
        A: IntoArguments<InPlace>,
    {
        sqlx::query_scalar_with(self.sql.clone(), arguments)
    }
}
