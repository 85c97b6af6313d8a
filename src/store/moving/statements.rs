//! The statements that are made for a table: its rows come by the batch, and go with what refers to them.

use sqlx::{Postgres, postgres::PgArguments, query::Query};

use super::{
    tables::{Kind, Link, Table, quoted},
    value::Value,
};

/// One statement for any number of rows: a list for each column.
pub fn insertion(table: &Table) -> String {
    let lists = (1..)
        .zip(&table.columns)
        .map(|(n, column)| match column.kind {
            Kind::Text => format!("${n}::TEXT[]"),
            Kind::Number => format!("${n}::BIGINT[]"),
            Kind::Truth => format!("${n}::BOOLEAN[]"),
        });
    format!(
        "INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT * FROM UNNEST({}) ON CONFLICT DO NOTHING",
        quoted(&table.name),
        table.column_list(),
        lists.collect::<Vec<_>>().join(", ")
    )
}

/// What refers to a row goes before it.
pub fn removals(links: &[Link], table: &Table) -> Vec<String> {
    let mut statements = Vec::new();
    let condition = format!("{} = ANY($1)", quoted(&table.leading().name));
    add_removals(links, &table.name, &condition, &mut statements);
    statements
}

fn add_removals(links: &[Link], table: &str, condition: &str, statements: &mut Vec<String>) {
    for Link {
        child,
        column,
        parent_column,
        ..
    } in links.iter().filter(|link| link.parent == table)
    {
        let referring = format!(
            "{} IN (SELECT {} FROM {} WHERE {condition})",
            quoted(column),
            quoted(parent_column),
            quoted(table)
        );
        add_removals(links, child, &referring, statements);
    }
    statements.push(format!("DELETE FROM {} WHERE {condition}", quoted(table)));
}

pub type PgQuery<'q> = Query<'q, Postgres, PgArguments>;

/// A column of many rows as one argument.
pub fn bind<'q, 'v>(
    query: PgQuery<'q>,
    kind: Kind,
    values: impl Iterator<Item = &'v Value>,
) -> PgQuery<'q> {
    match kind {
        Kind::Text => query.bind(values.map(Value::as_text).collect::<Vec<_>>()),
        Kind::Number => query.bind(values.map(Value::as_number).collect::<Vec<_>>()),
        Kind::Truth => query.bind(values.map(Value::as_truth).collect::<Vec<_>>()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::moving::tables::Column;

    #[test]
    fn what_refers_to_a_row_goes_before_it() {
        let link = |child: &str, column: &str, parent: &str, parent_column: &str| {
            let [child, column, parent, parent_column] =
                [child, column, parent, parent_column].map(str::to_owned);
            Link {
                child,
                column,
                parent,
                parent_column,
            }
        };
        let links = [
            link("attempts", "order_id", "orders", "id"),
            link("payments", "merchant_uid", "attempts", "merchant_uid"),
        ];
        let id = Column {
            name: "id".to_owned(),
            kind: Kind::Text,
        };
        let orders = Table {
            name: "orders".to_owned(),
            columns: vec![id],
            key: vec![0],
            counted: None,
        };
        assert_eq!(
            removals(&links, &orders),
            [
                r#"DELETE FROM "payments" WHERE "merchant_uid" IN (SELECT "merchant_uid" FROM "attempts" WHERE "order_id" IN (SELECT "id" FROM "orders" WHERE "id" = ANY($1)))"#,
                r#"DELETE FROM "attempts" WHERE "order_id" IN (SELECT "id" FROM "orders" WHERE "id" = ANY($1))"#,
                r#"DELETE FROM "orders" WHERE "id" = ANY($1)"#,
            ]
        );
    }
}
