//! `/cards` and `/banks`: the code tables.

use axum::extract::Path;
use serde_json::{Value, json};

use crate::sandbox::api::{Answer, Reply};
use crate::sandbox::codes::{self, BANKS, CARDS, Code};

use super::caller::Caller;

pub async fn cards(Caller(_): Caller) -> Answer {
    Ok(Reply::ok(table(CARDS)))
}

pub async fn card(Caller(_): Caller, Path(code): Path<String>) -> Answer {
    let row = codes::find(CARDS, &code)
        .ok_or_else(|| Reply::not_found("코드에 해당되는 카드사정보를 찾을 수 없습니다."))?;
    Ok(Reply::ok(wire(row)))
}

pub async fn banks(Caller(_): Caller) -> Answer {
    Ok(Reply::ok(table(BANKS)))
}

pub async fn bank(Caller(_): Caller, Path(code): Path<String>) -> Answer {
    let row = codes::find(BANKS, &code)
        .ok_or_else(|| Reply::not_found("코드에 해당되는 은행정보를 찾을 수 없습니다."))?;
    Ok(Reply::ok(wire(row)))
}

fn table(rows: &[Code]) -> Value {
    json!(rows.iter().map(wire).collect::<Vec<_>>())
}

fn wire(row: &Code) -> Value {
    json!({"code": row.code, "name": row.name})
}
