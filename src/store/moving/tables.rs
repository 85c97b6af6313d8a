//! What is moved: every table that the migrations made, as the target's own catalogue names them, so that there is no
//! list that could go stale. A table or a column that cannot be moved stops the move.

use std::collections::BTreeMap;

use sqlx::PgConnection;

use super::error::{MoveError, failed};

/// Each table's columns, in order; `place` is the column's in the primary key.
const COLUMNS: &str = "
    SELECT t.relname::TEXT, a.attname::TEXT, format_type(a.atttypid, NULL), a.attidentity <> '',
           array_position(k.conkey, a.attnum)
      FROM pg_class t
      JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'p'
     WHERE t.relnamespace = current_schema()::REGNAMESPACE AND t.relkind IN ('r', 'p')
     ORDER BY t.relname, a.attnum";

const LINKS: &str = "
    SELECT child.relname::TEXT, a.attname::TEXT, parent.relname::TEXT, b.attname::TEXT
      FROM pg_constraint f
      JOIN pg_class child ON child.oid = f.conrelid
      JOIN pg_class parent ON parent.oid = f.confrelid
      JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1]
      JOIN pg_attribute b ON b.attrelid = f.confrelid AND b.attnum = f.confkey[1]
     WHERE f.contype = 'f' AND f.connamespace = current_schema()::REGNAMESPACE
     ORDER BY 1, 2";

pub const MIGRATIONS: &str = "_sqlx_migrations";

/// What belongs to a database and not to the shop in it.
const BOOKKEEPING: &[&str] = &[MIGRATIONS, "copied_from"];

#[derive(Clone, Debug)]
pub struct Table {
    pub name: String,
    pub columns: Vec<Column>,
    /// The places of the primary key's columns among `columns`.
    pub key: Vec<usize>,
    /// The column whose numbers the engine hands out.
    pub counted: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number,
    Truth,
}

/// A column of `child` that refers to a column of `parent`.
#[derive(Clone, Debug)]
pub struct Link {
    pub child: String,
    pub column: String,
    pub parent: String,
    pub parent_column: String,
}

#[derive(Clone, Debug)]
pub struct Tables {
    /// What is referred to comes first.
    pub all: Vec<Table>,
    pub links: Vec<Link>,
}

#[derive(sqlx::FromRow)]
struct ColumnRow(String, String, String, bool, Option<i32>);

impl Tables {
    pub async fn read(connection: &mut PgConnection) -> Result<Self, MoveError> {
        let columns = sqlx::query_as(COLUMNS)
            .persistent(false)
            .fetch_all(&mut *connection)
            .await;
        let columns: Vec<ColumnRow> =
            columns.map_err(failed("read the columns of", "the target"))?;
        let links = sqlx::query_as(LINKS)
            .persistent(false)
            .fetch_all(connection)
            .await;
        let links: Vec<(String, String, String, String)> =
            links.map_err(failed("read the references of", "the target"))?;
        let mut by_name: BTreeMap<String, Vec<ColumnRow>> = BTreeMap::new();
        for column in columns
            .into_iter()
            .filter(|column| !BOOKKEEPING.contains(&column.0.as_str()))
        {
            by_name.entry(column.0.clone()).or_default().push(column);
        }
        let tables = by_name
            .into_iter()
            .map(|(name, columns)| table(name, columns))
            .collect::<Result<Vec<_>, _>>()?;
        let links = links
            .into_iter()
            .map(|(child, column, parent, parent_column)| Link {
                child,
                column,
                parent,
                parent_column,
            });
        let links: Vec<Link> = links.collect();
        Ok(Self {
            all: parents_first(tables, &links)?,
            links,
        })
    }
}

fn table(name: String, columns: Vec<ColumnRow>) -> Result<Table, MoveError> {
    let mut places: Vec<(i32, usize)> = columns
        .iter()
        .enumerate()
        .filter_map(|(at, column)| Some((column.4?, at)))
        .collect();
    places.sort_unstable();
    if places.is_empty() {
        return Err(MoveError::Table {
            table: name,
            why: "it has no primary key".to_owned(),
        });
    }
    let counted = columns
        .iter()
        .find(|column| column.3)
        .map(|column| column.1.clone());
    let columns =
        columns
            .into_iter()
            .map(|ColumnRow(_, column, kind, _, _)| match kind_of(&kind) {
                Some(kind) => Ok(Column { name: column, kind }),
                None => Err(MoveError::Table {
                    table: name.clone(),
                    why: format!("its {column} is of the type {kind}"),
                }),
            });
    let columns = columns.collect::<Result<_, _>>()?;
    Ok(Table {
        name,
        columns,
        key: places.into_iter().map(|(_, at)| at).collect(),
        counted,
    })
}

fn kind_of(kind: &str) -> Option<Kind> {
    match kind {
        "text" => Some(Kind::Text),
        "bigint" => Some(Kind::Number),
        "boolean" => Some(Kind::Truth),
        _ => None,
    }
}

fn parents_first(mut waiting: Vec<Table>, links: &[Link]) -> Result<Vec<Table>, MoveError> {
    let mut placed: Vec<Table> = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let is_free = |table: &Table, waiting: &[Table]| {
            let mut parents = links
                .iter()
                .filter(|link| link.child == table.name && link.parent != table.name);
            !parents.any(|link| waiting.iter().any(|other| other.name == link.parent))
        };
        let Some(at) = waiting.iter().position(|table| is_free(table, &waiting)) else {
            return Err(MoveError::Table {
                table: waiting.remove(0).name,
                why: "references go in a circle".to_owned(),
            });
        };
        placed.push(waiting.remove(at));
    }
    Ok(placed)
}

impl Table {
    /// All columns, quoted and separated.
    pub fn column_list(&self) -> String {
        self.columns
            .iter()
            .map(|column| quoted(&column.name))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// What rows are removed by: the key's first column. Rows that share it go too, and come again.
    pub fn leading(&self) -> &Column {
        &self.columns[self.key[0]]
    }

    /// The key's columns to order by; `text_order` makes an engine compare texts byte by byte.
    pub fn key_list(&self, text_order: &str) -> String {
        let ordered = self.key.iter().map(|at| {
            let Column { name, kind } = &self.columns[*at];
            if *kind == Kind::Text {
                format!("{} {text_order}", quoted(name))
            } else {
                quoted(name)
            }
        });
        ordered.collect::<Vec<_>>().join(", ")
    }
}

pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Table {
        Table {
            name: name.to_owned(),
            columns: Vec::new(),
            key: Vec::new(),
            counted: None,
        }
    }

    fn link(child: &str, parent: &str) -> Link {
        let [child, column, parent, parent_column] = [child, "it", parent, "id"].map(str::to_owned);
        Link {
            child,
            column,
            parent,
            parent_column,
        }
    }

    #[test]
    fn what_is_referred_to_comes_first() {
        let links = [
            link("attempts", "orders"),
            link("payments", "attempts"),
            link("payments", "orders"),
        ];
        let tables = ["payments", "attempts", "history", "orders"]
            .map(named)
            .to_vec();
        let order: Vec<String> = parents_first(tables, &links)
            .unwrap()
            .into_iter()
            .map(|table| table.name)
            .collect();
        let place = |name: &str| order.iter().position(|other| other == name).unwrap();
        assert!(
            place("orders") < place("attempts") && place("attempts") < place("payments"),
            "{order:?}"
        );
        assert_eq!(order.len(), 4);
    }

    #[test]
    fn references_in_a_circle_are_refused() {
        let circle = [link("a", "b"), link("b", "a")];
        assert!(parents_first(["a", "b"].map(named).to_vec(), &circle).is_err());
    }
}
