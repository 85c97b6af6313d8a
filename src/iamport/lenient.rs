//! Reads the fields of an answer on which nothing depends, each as far as it can be read: a number that came as text, a
//! text that came as a number. What says nothing is left out, and told once for each answer.

use rust_decimal::Decimal;
use serde_json::{Map, Value};

/// A record's fields, and which of them could not be read.
pub struct Fields<'r> {
    record: Option<&'r Map<String, Value>>,
    left_out: Vec<&'static str>,
}

/// What a record is read from: an object; anything else has no fields.
pub trait Record {
    fn fields(&self) -> Option<&Map<String, Value>>;
}

impl Record for Map<String, Value> {
    fn fields(&self) -> Option<&Map<String, Value>> {
        Some(self)
    }
}

impl Record for Value {
    fn fields(&self) -> Option<&Map<String, Value>> {
        self.as_object()
    }
}

impl<'r> Fields<'r> {
    pub fn of(record: &'r impl Record) -> Self {
        Self {
            record: record.fields(),
            left_out: Vec::new(),
        }
    }

    pub fn leave_out(&mut self, name: &'static str) {
        if !self.left_out.contains(&name) {
            self.left_out.push(name);
        }
    }

    /// Tells which fields of this payment were left out.
    pub fn note(&self, imp_uid: &str) {
        if !self.left_out.is_empty() {
            let fields = self.left_out.join(", ");
            tracing::warn!(
                imp_uid,
                fields,
                "fields of a payment cannot be read; they are left out"
            );
        }
    }

    /// `None` for what is absent, blank or `null`, without a NUL, which not every database can keep.
    pub fn text(&mut self, name: &'static str) -> Option<String> {
        let text = match self.field(name)? {
            Value::String(text) => text.replace('\0', ""),
            Value::Number(number) => number.to_string(),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
                self.leave_out(name);
                return None;
            }
        };
        (!text.trim().is_empty()).then_some(text)
    }

    /// Unix seconds; i'mport writes 0 for what has not happened.
    pub fn time(&mut self, name: &'static str) -> Option<i64> {
        self.whole(name).filter(|seconds| *seconds > 0)
    }

    /// Zero for what cannot be counted.
    pub fn count(&mut self, name: &'static str) -> u32 {
        self.whole(name)
            .and_then(|count| u32::try_from(count).ok())
            .unwrap_or(0)
    }

    pub fn flag(&mut self, name: &'static str) -> bool {
        let flag = self.field(name).map(as_flag);
        flag.is_some_and(|flag| {
            flag.unwrap_or_else(|| {
                self.leave_out(name);
                false
            })
        })
    }

    pub fn amount(&mut self, name: &'static str) -> Option<Decimal> {
        let amount = self.field(name).map(to_decimal);
        self.read(name, amount)
    }

    pub fn list(&mut self, name: &'static str) -> &'r [Value] {
        let list = self
            .field(name)
            .map(|value| value.as_array().map(Vec::as_slice));
        self.read(name, list).unwrap_or_default()
    }

    fn whole(&mut self, name: &'static str) -> Option<i64> {
        let number = self.field(name).map(|value| match value {
            Value::String(text) if text.trim().is_empty() => Some(0),
            value => to_decimal(value).and_then(|number| i64::try_from(number.trunc()).ok()),
        });
        self.read(name, number)
    }

    /// `None`: absent. `Some(None)`: there, and unreadable.
    fn read<T>(&mut self, name: &'static str, found: Option<Option<T>>) -> Option<T> {
        if matches!(found, Some(None)) {
            self.leave_out(name);
        }
        found.flatten()
    }

    fn field(&self, name: &str) -> Option<&'r Value> {
        self.record?.get(name).filter(|value| !value.is_null())
    }
}

pub fn as_flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "1" | "y" => Some(true),
            "false" | "0" | "n" | "" => Some(false),
            _ => None,
        },
        Value::Number(number) => match number.as_i64() {
            Some(0) => Some(false),
            Some(1) => Some(true),
            _ => None,
        },
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A number, or its text.
pub fn to_decimal(value: &Value) -> Option<Decimal> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    text.parse()
        .ok()
        .or_else(|| Decimal::from_scientific(&text).ok())
}
