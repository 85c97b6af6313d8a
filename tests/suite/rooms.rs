//! The arrows between the rooms never turn back.

use std::{fs, path::Path};

/// Each room with the rooms it may name. What is not listed may name nobody.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("clock", &["domain"]),
    ("telemetry", &[]),
    ("keys", &["domain"]),
    ("bridge", &["domain"]),
    ("i18n", &["domain"]),
    ("iamport", &["domain", "clock"]),
    ("store", &["domain", "clock", "telemetry"]),
    ("notify", &["domain", "clock", "keys", "i18n"]),
    ("catalogue", &["domain", "store"]),
    (
        "checkout",
        &[
            "domain",
            "clock",
            "keys",
            "i18n",
            "iamport",
            "store",
            "notify",
            "telemetry",
        ],
    ),
    (
        "server_fns",
        &["domain", "bridge", "i18n", "checkout", "telemetry"],
    ),
    ("app", &["domain", "bridge", "i18n", "server_fns"]),
    (
        "workers",
        &[
            "checkout",
            "clock",
            "domain",
            "notify",
            "store",
            "telemetry",
        ],
    ),
    ("commands", &["checkout", "clock", "domain", "store"]),
    ("sandbox", &["sandbox"]),
    (
        "config",
        &[
            "checkout",
            "domain",
            "http",
            "iamport",
            "notify",
            "telemetry",
        ],
    ),
    (
        "http",
        &[
            "app",
            "bridge",
            "checkout",
            "domain",
            "i18n",
            "keys",
            "server_fns",
            "telemetry",
        ],
    ),
    (
        "startup",
        &[
            "app",
            "catalogue",
            "checkout",
            "clock",
            "config",
            "domain",
            "http",
            "iamport",
            "keys",
            "notify",
            "sandbox",
            "store",
            "telemetry",
            "workers",
        ],
    ),
];

fn sources(path: &Path) -> Vec<std::path::PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    fs::read_dir(path)
        .unwrap()
        .flat_map(|entry| sources(&entry.unwrap().path()))
        .collect()
}

/// The rooms that a source text names: `crate::room` anywhere, and the first words of `use crate::{…}`.
fn named(text: &str) -> Vec<String> {
    let word = |text: &str| {
        text.chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect::<String>()
    };
    let mut rooms: Vec<String> = text
        .split("crate::")
        .skip(1)
        .map(word)
        .filter(|room| !room.is_empty())
        .collect();
    for group in text.split("use crate::{").skip(1) {
        let (mut depth, mut at_start) = (0, true);
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => at_start = true,
                c if at_start && c.is_ascii_lowercase() => {
                    rooms.push(word(&group[at..]));
                    at_start = false;
                }
                _ => {}
            }
        }
    }
    rooms
}

#[test]
fn no_arrow_turns_back() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for (room, allowed) in MAY_NAME {
        let (folder, file) = (src.join(room), src.join(format!("{room}.rs")));
        let place = if folder.is_dir() { folder } else { file };
        for path in sources(&place)
            .iter()
            .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        {
            for other in named(&fs::read_to_string(path).unwrap()) {
                let known = MAY_NAME.iter().any(|(name, _)| *name == other);
                if known && other != *room && !allowed.contains(&other.as_str()) {
                    wrong.push(format!(
                        "{} names {other}",
                        path.strip_prefix(&src).unwrap().display()
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Rooms are taken away one after the other, each once it names none that is left.
#[test]
fn the_table_has_no_circle() {
    let mut left: Vec<(&str, Vec<&str>)> = MAY_NAME
        .iter()
        .map(|(room, named)| {
            (
                *room,
                named.iter().copied().filter(|name| name != room).collect(),
            )
        })
        .collect();
    loop {
        let rooms: Vec<&str> = left.iter().map(|(room, _)| *room).collect();
        let before = left.len();
        left.retain(|(_, named)| named.iter().any(|name| rooms.contains(name)));
        if left.len() == before {
            break;
        }
    }
    assert!(left.is_empty(), "these go round: {left:#?}");
}

#[test]
fn every_room_is_in_the_table() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(src).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.ends_with(".md") {
            continue;
        }
        let room = name.trim_end_matches(".rs");
        let known =
            ["lib", "main"].contains(&room) || MAY_NAME.iter().any(|(name, _)| *name == room);
        assert!(known, "{room} has no place in the table of rooms");
    }
}

#[test]
fn the_reader_of_use_lines_sees_what_is_there() {
    assert_eq!(named("use crate::store::Db;"), ["store"]);
    assert_eq!(
        named("use crate::{\n    keys::{self, Keys},\n    domain::ids::OrderId,\n};"),
        ["keys", "domain"]
    );
    assert_eq!(named("fn f(_: crate::clock::Millis) {}"), ["clock"]);
}
