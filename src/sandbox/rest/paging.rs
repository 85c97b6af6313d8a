//! Pages and orders of lists, as `findAll` and `status` take them.

use serde_json::{Value, json};

use crate::sandbox::api::{Fields, Reply};
use crate::sandbox::clock::Moment;
use crate::sandbox::ledger::Payment;

#[derive(Clone, Copy, Debug)]
pub struct Page {
    number: usize,
    limit: usize,
}

impl Page {
    /// `page` counts from one; `limit` is 20 unless given.
    pub fn read(fields: &Fields, most: i64) -> Result<Self, Reply> {
        let page = fields.integer("page")?.unwrap_or(1);
        let limit = fields.integer("limit")?.unwrap_or(20);
        if !(1..=1_000_000).contains(&page) || !(1..=most).contains(&limit) {
            return Err(Reply::bad(format!(
                "page는 1 이상, limit은 1 이상 {most} 이하여야 합니다."
            )));
        }
        let whole = |number: i64| {
            usize::try_from(number)
                .map_err(|_| Reply::bad("page, limit 파라메터가 올바르지 않습니다."))
        };
        Ok(Self {
            number: whole(page)?,
            limit: whole(limit)?,
        })
    }

    /// `total`, the neighbouring pages (0: none) and the list. A page beyond the end is refused.
    pub fn cut(self, found: &[&Payment], wire: impl Fn(&Payment) -> Value) -> Result<Value, Reply> {
        let start = (self.number - 1) * self.limit;
        if self.number > 1 && start >= found.len() {
            return Err(Reply::bad("요청한 페이지가 존재하지 않습니다."));
        }
        let list: Vec<Value> = found
            .iter()
            .skip(start)
            .take(self.limit)
            .map(|payment| wire(payment))
            .collect();
        let more = start + list.len() < found.len();
        Ok(json!({
            "total": found.len(),
            "previous": self.number - 1,
            "next": if more { self.number + 1 } else { 0 },
            "list": list,
        }))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Started,
    Paid,
    Updated,
}

/// Newest first unless asked otherwise.
#[derive(Clone, Copy, Debug)]
pub struct Sorting {
    column: Column,
    descending: bool,
}

impl Sorting {
    pub fn read(fields: &Fields) -> Result<Self, Reply> {
        let text = fields
            .text("sorting")?
            .unwrap_or_else(|| "-started".to_owned());
        let (descending, name) = text
            .strip_prefix('-')
            .map_or((false, text.as_str()), |name| (true, name));
        let column = match name {
            "started" => Column::Started,
            "paid" => Column::Paid,
            "updated" => Column::Updated,
            _ => return Err(Reply::bad("지원되지 않는 정렬기준입니다.")),
        };
        Ok(Self { column, descending })
    }

    pub fn apply(self, found: &mut [&Payment]) {
        found.sort_by_key(|payment| (self.key(payment), payment.number));
        if self.descending {
            found.reverse();
        }
    }

    fn key(self, payment: &Payment) -> i64 {
        match self.column {
            Column::Started => payment.started_at.millis(),
            Column::Paid => payment.paid_at.map_or(0, Moment::millis),
            Column::Updated => payment.updated_at.millis(),
        }
    }
}
