//! The types that the shop's tables hold.

use rusqlite::types::{Type as Stored, Value};
use sqlx::{Decode, Encode, Type, encode::IsNull, error::BoxDynError};

use super::{
    InPlace,
    value::{Kind, LiteValueRef},
};

type Encoded = Result<IsNull, BoxDynError>;

impl Type<InPlace> for i64 {
    fn type_info() -> Kind {
        Kind(Stored::Integer)
    }
}

impl Encode<'_, InPlace> for i64 {
    fn encode_by_ref(&self, buf: &mut Vec<Value>) -> Encoded {
        buf.push(Value::Integer(*self));
        Ok(IsNull::No)
    }
}

impl<'r> Decode<'r, InPlace> for i64 {
    fn decode(value: LiteValueRef<'r>) -> Result<Self, BoxDynError> {
        match value.0 {
            Value::Integer(number) => Ok(*number),
            other => Err(unexpected(other)),
        }
    }
}

/// SQLite keeps truth as a number.
impl Type<InPlace> for bool {
    fn type_info() -> Kind {
        Kind(Stored::Integer)
    }
}

impl Encode<'_, InPlace> for bool {
    fn encode_by_ref(&self, buf: &mut Vec<Value>) -> Encoded {
        <i64 as Encode<InPlace>>::encode(i64::from(*self), buf)
    }
}

impl<'r> Decode<'r, InPlace> for bool {
    fn decode(value: LiteValueRef<'r>) -> Result<Self, BoxDynError> {
        <i64 as Decode<InPlace>>::decode(value).map(|number| number != 0)
    }
}

impl Type<InPlace> for str {
    fn type_info() -> Kind {
        Kind(Stored::Text)
    }
}

impl Encode<'_, InPlace> for &str {
    fn encode_by_ref(&self, buf: &mut Vec<Value>) -> Encoded {
        buf.push(Value::Text((*self).to_owned()));
        Ok(IsNull::No)
    }
}

impl<'r> Decode<'r, InPlace> for &'r str {
    fn decode(value: LiteValueRef<'r>) -> Result<Self, BoxDynError> {
        match value.0 {
            Value::Text(text) => Ok(text),
            other => Err(unexpected(other)),
        }
    }
}

impl Type<InPlace> for String {
    fn type_info() -> Kind {
        <str as Type<InPlace>>::type_info()
    }
}

impl Encode<'_, InPlace> for String {
    fn encode(self, buf: &mut Vec<Value>) -> Encoded {
        buf.push(Value::Text(self));
        Ok(IsNull::No)
    }

    fn encode_by_ref(&self, buf: &mut Vec<Value>) -> Encoded {
        <&str as Encode<InPlace>>::encode(self, buf)
    }
}

impl<'r> Decode<'r, InPlace> for String {
    fn decode(value: LiteValueRef<'r>) -> Result<Self, BoxDynError> {
        <&str as Decode<InPlace>>::decode(value).map(str::to_owned)
    }
}

impl<'q, T> Encode<'q, InPlace> for Option<T>
where
    T: Encode<'q, InPlace> + Type<InPlace> + 'q,
{
    fn encode(self, buf: &mut Vec<Value>) -> Encoded {
        self.map_or(Ok(IsNull::Yes), |value| value.encode(buf))
    }

    fn encode_by_ref(&self, buf: &mut Vec<Value>) -> Encoded {
        self.as_ref().map_or(Ok(IsNull::Yes), |value| value.encode_by_ref(buf))
    }
}

fn unexpected(value: &Value) -> BoxDynError {
    format!("a value of another kind, {}", Kind(value.data_type())).into()
}
