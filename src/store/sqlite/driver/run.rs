//! Statements, run to their end where they are asked for. Dropping what waits for one loses nothing: it is done, or was
//! not begun.

use std::sync::Arc;

use futures::{
    FutureExt, StreamExt,
    future::{self, BoxFuture},
    stream::{self, BoxStream},
};
use rusqlite::{Batch, fallible_iterator::FallibleIterator as _, types::Value};
use sqlx::{Describe, Either, Error, Execute, Executor, SqlStr};

use super::{
    InPlace,
    arguments::LiteArguments,
    connection::Lite,
    error::told,
    row::{LiteColumn, LiteRow},
    statement::LiteStatement,
    value::Kind,
};

/// How many rows a statement changed.
#[derive(Debug, Default)]
pub struct LiteDone(u64);

impl LiteDone {
    pub const fn rows_affected(&self) -> u64 {
        self.0
    }
}

impl Extend<Self> for LiteDone {
    fn extend<T: IntoIterator<Item = Self>>(&mut self, more: T) {
        self.0 += more.into_iter().map(|done| done.0).sum::<u64>();
    }
}

type Answer = Either<LiteDone, LiteRow>;

impl Lite {
    fn answer<'q>(&mut self, mut query: impl Execute<'q, InPlace>) -> Result<Vec<Answer>, Error> {
        let arguments = query.take_arguments().map_err(Error::Encode)?;
        let sql = query.sql();
        match arguments {
            Some(arguments) => self.one(sql.as_str(), &arguments),
            None => self.several(sql.as_str()),
        }
    }

    fn one(&mut self, sql: &str, arguments: &LiteArguments) -> Result<Vec<Answer>, Error> {
        let mut statement = self.sqlite.prepare_cached(sql).map_err(told)?;
        bind(&mut statement, arguments)?;
        if !self.columns.contains_key(sql) {
            self.columns.insert(sql.to_owned(), columns_of(&statement));
        }
        let mut answers = rows(&mut statement, &self.columns[sql])?;
        answers.push(Either::Left(LiteDone(self.sqlite.changes())));
        Ok(answers)
    }

    /// One after the other, as scripts are run.
    fn several(&self, texts: &str) -> Result<Vec<Answer>, Error> {
        let mut answers = Vec::new();
        let mut batch = Batch::new(&self.sqlite, texts);
        while let Some(mut statement) = batch.next().map_err(told)? {
            let columns = columns_of(&statement);
            answers.extend(rows(&mut statement, &columns)?);
            answers.push(Either::Left(LiteDone(self.sqlite.changes())));
        }
        Ok(answers)
    }

    fn understand(&self, sql: SqlStr) -> Result<LiteStatement, Error> {
        let statement = self.sqlite.prepare_cached(sql.as_str()).map_err(told)?;
        let (columns, parameters) = (columns_of(&statement), statement.parameter_count());
        drop(statement);
        Ok(LiteStatement { sql, columns, parameters })
    }
}

fn columns_of(statement: &rusqlite::Statement<'_>) -> Arc<[LiteColumn]> {
    statement.column_names().into_iter().enumerate().map(|(at, name)| LiteColumn::new(at, name)).collect()
}

/// SQLite numbers `$2` by where it stands in the text, not by its number.
fn bind(statement: &mut rusqlite::Statement<'_>, arguments: &LiteArguments) -> Result<(), Error> {
    for place in 1..=statement.parameter_count() {
        let number = statement.parameter_name(place).and_then(|name| name.strip_prefix('$')?.parse::<usize>().ok());
        let value = number.and_then(|number| arguments.0.get(number.checked_sub(1)?));
        let value = value.ok_or_else(|| Error::Encode(format!("nothing is bound to parameter {place}").into()))?;
        statement.raw_bind_parameter(place, value).map_err(told)?;
    }
    Ok(())
}

fn rows(statement: &mut rusqlite::Statement<'_>, columns: &Arc<[LiteColumn]>) -> Result<Vec<Answer>, Error> {
    let mut answers = Vec::new();
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().map_err(told)? {
        let values: Result<Box<[Value]>, _> = (0..columns.len()).map(|at| row.get(at)).collect();
        answers.push(Either::Right(LiteRow { columns: columns.clone(), values: values.map_err(told)? }));
    }
    Ok(answers)
}

impl<'c> Executor<'c> for &'c mut Lite {
    type Database = InPlace;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> BoxStream<'e, Result<Answer, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, InPlace>,
    {
        stream::once(async move { self.answer(query) })
            .flat_map(|answered| match answered {
                Ok(answers) => stream::iter(answers.into_iter().map(Ok)).left_stream(),
                Err(e) => stream::once(future::ready(Err(e))).right_stream(),
            })
            .boxed()
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Option<LiteRow>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, InPlace>,
    {
        async move { Ok(self.answer(query)?.into_iter().find_map(Either::right)) }.boxed()
    }

    fn prepare_with<'e>(self, sql: SqlStr, _types: &'e [Kind]) -> BoxFuture<'e, Result<LiteStatement, Error>>
    where
        'c: 'e,
    {
        async move { self.understand(sql) }.boxed()
    }

    fn describe<'e>(self, sql: SqlStr) -> BoxFuture<'e, Result<Describe<InPlace>, Error>>
    where
        'c: 'e,
    {
        let described = self.understand(sql).map(|LiteStatement { columns, parameters, .. }| Describe {
            // SQLite does not say before it answers.
            nullable: vec![None; columns.len()],
            columns: columns.to_vec(),
            parameters: Some(Either::Right(parameters)),
        });
        future::ready(described).boxed()
    }
}
