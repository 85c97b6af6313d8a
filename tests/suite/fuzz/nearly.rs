//! Input that is nearly right: a good one with some fields replaced, added or missing, and then perhaps with some
//! of its bytes broken.

use proptest::{collection::vec, prelude::*, sample::select};
use serde_json::{Map, Value, json};

const ODD_TEXTS: &[&str] = &[
    "",
    " ",
    "\0",
    "a\0b",
    "null",
    "true",
    "-1",
    "0",
    "1",
    "99",
    "100",
    "1e5",
    "0x10",
    "1.5",
    "NaN",
    "Infinity",
    "18446744073709551616",
    "９９",
    "٣",
    "'; DROP TABLE orders; --",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "%",
    "%00",
    "%zz",
    "&=&=",
    "{\"a\":1}",
    "[]",
    "한글 이름",
    "👩‍👩‍👧‍👦",
    "\u{202e}gnirts",
    "\r\nSet-Cookie: a=b",
    "imp_000000000000",
    "imp_",
    "norway-swivel-chair",
    "brass-bell",
    "card",
    "kakaopay",
    "paypal",
    "ready",
    "cancelled",
    "USD",
];

fn odd_text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => select(ODD_TEXTS).prop_map(str::to_owned),
        1 => (select(ODD_TEXTS), 1..3_000_usize).prop_map(|(text, n)| text.chars().cycle().take(n).collect()),
        2 => any::<String>(),
    ]
}

fn odd_value() -> impl Strategy<Value = Value> {
    let numbers = select(vec![
        json!(0),
        json!(-1),
        json!(64_899),
        json!(64_900.5),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1e300),
        json!(-1e300),
        json!(7.9e28),
        json!(-7.9e28),
        json!(1e-300),
    ]);
    prop_oneof![
        4 => odd_text().prop_map(Value::from),
        4 => numbers,
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(json!([])),
        1 => Just(json!({ "imp_uid": [1, { "a": null }] })),
        1 => (1..300_usize).prop_map(|depth| (0..depth).fold(Value::Null, |inner, _| json!([inner]))),
    ]
}

/// The good object with up to three fields that are not.
pub fn object(good: Map<String, Value>) -> impl Strategy<Value = Map<String, Value>> {
    let names: Vec<String> = good.keys().cloned().chain(["extra".to_owned()]).collect();
    let change = (
        select(names),
        prop_oneof![1 => Just(None), 5 => odd_value().prop_map(Some)],
    );
    vec(change, 0..4).prop_map(move |changes| {
        let mut object = good.clone();
        for (name, value) in changes {
            match value {
                Some(value) => object.insert(name, value),
                None => object.remove(&name),
            };
        }
        object
    })
}

/// The good form with up to three fields that are not, and perhaps one of them twice.
pub fn form(good: Vec<(&'static str, &'static str)>) -> impl Strategy<Value = String> {
    let count = good.len();
    let change = (
        0..=count,
        prop_oneof![1 => Just(None), 5 => odd_text().prop_map(Some)],
    );
    (vec(change, 0..4), any::<bool>()).prop_map(move |(changes, twice)| {
        let mut fields: Vec<(String, String)> = good
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        for (at, value) in changes {
            match (value, at < fields.len()) {
                (Some(value), true) => fields[at].1 = value,
                (Some(value), false) => fields.push(("extra".to_owned(), value)),
                (None, true) => drop(fields.remove(at)),
                (None, false) => {}
            }
        }
        if twice {
            fields.extend(fields.first().cloned());
        }
        serde_urlencoded::to_string(fields).unwrap()
    })
}

/// Mostly whole; sometimes cut off, with bytes changed, or with bytes put in.
pub fn broken(bytes: impl Strategy<Value = Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let whole = Just(Vec::new()).boxed();
    let cuts = vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..5).boxed();
    (bytes, prop_oneof![2 => whole, 1 => cuts]).prop_map(|(mut bytes, breaks)| {
        for (at, byte, how) in breaks {
            let at = at.index(bytes.len() + 1);
            match how {
                0 => bytes.truncate(at),
                1 if at < bytes.len() => bytes[at] = byte,
                _ => bytes.insert(at, byte),
            }
        }
        bytes
    })
}
