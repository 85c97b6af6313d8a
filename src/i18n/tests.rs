//! Both languages are complete, every text in use exists, and none is left over or half filled in.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use super::*;
use crate::domain::{form::Problem, method::PayMethod};

type Ids = BTreeMap<String, BTreeSet<String>>;

fn files(dir: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                files(&path, extension)
            } else {
                vec![path]
            }
        })
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .collect()
}

fn source(room: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room)
}

/// Each text's id with the names of its placeholders.
fn written(lang: Lang) -> Ids {
    let mut ids = Ids::new();
    for file in files(&source("i18n/texts").join(lang.tag()), "ftl") {
        let mut id = String::new();
        for line in fs::read_to_string(&file)
            .unwrap()
            .lines()
            .filter(|l| !l.starts_with('#'))
        {
            if let Some((name, _)) = line
                .split_once(" = ")
                .filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
            {
                assert!(
                    ids.insert(name.to_owned(), BTreeSet::new()).is_none(),
                    "{name} is written twice"
                );
                name.clone_into(&mut id);
            }
            let names = line.split('$').skip(1).map(|rest| {
                rest.chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                    .collect::<String>()
            });
            ids.entry(id.clone()).or_default().extend(names);
        }
        ids.remove("");
    }
    ids
}

/// The literal ids in calls of `text` and `text_with`, with the names of the arguments given.
fn used() -> Vec<(String, BTreeSet<String>)> {
    let rooms = ["app", "http", "i18n"]
        .into_iter()
        .flat_map(|room| files(&source(room), "rs"));
    let code = rooms
        .filter(|path| !path.ends_with("tests.rs"))
        .map(|path| fs::read_to_string(path).unwrap());
    code.flat_map(|code| {
        let plain = calls(&code, "text(")
            .into_iter()
            .map(|(id, _)| (id, BTreeSet::new()));
        let filled = calls(&code, "text_with(")
            .into_iter()
            .map(|(id, rest)| (id, argument_names(&rest)));
        plain.chain(filled).collect::<Vec<_>>()
    })
    .collect()
}

fn calls(code: &str, function: &str) -> Vec<(String, String)> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(function)
        .filter(|(at, _)| !code[..*at].ends_with(is_name))
        .filter_map(|(at, _)| {
            let (before, rest) = code[at + function.len()..].split_once('"')?;
            let (id, rest) = rest.split_once('"')?;
            let before = before.replace("()", "");
            let literal = before.contains(',') && !before.contains([';', ')', '&']);
            literal.then(|| (id.to_owned(), rest.to_owned()))
        })
        .collect()
}

/// The names in the array that follows the id.
fn argument_names(rest: &str) -> BTreeSet<String> {
    let mut depth = 0;
    let mut in_array = |c: char| {
        depth += i32::from(c == '[') - i32::from(c == ']');
        depth > 0
    };
    let list: String = rest
        .chars()
        .skip_while(|c| *c != '[')
        .take_while(|c| in_array(*c))
        .collect();
    list.split("(\"")
        .skip(1)
        .filter_map(|part| Some(part.split_once('"')?.0.to_owned()))
        .collect()
}

/// Ids that code puts together from a value's own word.
fn composed() -> BTreeSet<String> {
    let words = [
        "card", "trans", "vbank", "phone", "point", "paypal", "kakaopay", "naverpay", "tosspay",
        "payco", "samsung", "applepay",
    ];
    let causes = written(Lang::Ko)
        .into_keys()
        .filter(|id| id.starts_with("failed-"));
    let problems = Problem::ALL.iter().map(|p| format!("field-{}", p.code()));
    let methods = PayMethod::ALL
        .iter()
        .map(|m| format!("method-{}", m.code()));
    problems
        .chain(methods)
        .chain(words.iter().map(|w| format!("paid-{w}")))
        .chain(causes)
        .collect()
}

#[test]
fn both_languages_say_the_same_things_with_the_same_placeholders() {
    let (ko, en) = (written(Lang::Ko), written(Lang::En));
    let names = |ids: &Ids| ids.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(names(&ko), names(&en));
    for (id, placeholders) in &ko {
        // "item" and "items" need the count that "개" does not.
        let english_only = en[id].difference(placeholders).all(|name| name == "count");
        assert!(
            placeholders.is_subset(&en[id]) && english_only,
            "{id}: {placeholders:?}, {:?}",
            en[id]
        );
    }
}

#[test]
fn every_text_in_use_is_written_and_gets_what_it_needs() {
    let texts = written(Lang::En);
    for (id, given) in used() {
        let wanted = texts
            .get(&id)
            .unwrap_or_else(|| panic!("{id} is used but not written"));
        assert_eq!(&given, wanted, "{id}");
    }
    for id in composed() {
        assert!(texts.contains_key(&id), "{id} is used but not written");
    }
}

#[test]
fn no_text_is_written_for_nobody() {
    let mut in_use = composed();
    in_use.extend(used().into_iter().map(|(id, _)| id));
    let idle: Vec<_> = written(Lang::Ko)
        .into_keys()
        .filter(|id| !in_use.contains(id))
        .collect();
    assert!(idle.is_empty(), "{idle:?}");
}

#[test]
fn every_text_can_be_said_in_both_languages() {
    for lang in Lang::ALL {
        for (id, placeholders) in written(lang) {
            let args = placeholders
                .iter()
                .map(|name| (Cow::Owned(name.clone()), FluentValue::from(2)))
                .collect();
            let said = TEXTS
                .try_lookup_with_args(identifier(lang), &id, &args)
                .unwrap_or_default();
            assert!(
                !said.trim().is_empty() && !said.contains(['{', '$']),
                "{lang:?} {id}: {said:?}"
            );
            assert!(!said.contains("Unknown localization"), "{lang:?} {id}");
        }
    }
}
