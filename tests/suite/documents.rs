//! The documents lead where they say: every link to a file and a heading, every step of a payment to its function.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Folders of others, and what programs leave behind.
const LEFT_OUT: &[&str] = &[
    ".git",
    "data",
    "node_modules",
    "playwright-report",
    "target",
    "test-results",
];

fn documents(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let kept = entries.filter(|path| !LEFT_OUT.iter().any(|name| path.ends_with(name)));
    kept.flat_map(|path| {
        if path.is_dir() {
            documents(&path)
        } else {
            vec![path]
        }
    })
    .filter(|path| path.extension().is_some_and(|e| e == "md"))
    .collect()
}

/// The lines outside of code blocks.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut in_code = false;
    text.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```");
        in_code ^= fence;
        !in_code && !fence
    })
}

/// Where a document's links and pictures lead, but for addresses elsewhere.
fn targets(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in prose(text).map(|line| line.split('`').step_by(2).collect::<String>()) {
        for (mark, end) in [("](", ')'), ("src=\"", '"'), ("href=\"", '"')] {
            let rests = line.split(mark).skip(1);
            found.extend(rests.filter_map(|rest| Some(rest.split_once(end)?.0.to_owned())));
        }
        if let Some((_, target)) = line.split_once("]: ").filter(|_| line.starts_with('[')) {
            found.push(target.to_owned());
        }
    }
    found.retain(|target| !target.contains(':'));
    found
}

/// GitHub's anchors: small letters, a hyphen for each space, no punctuation; a number for a heading that comes again.
fn anchors(text: &str) -> Vec<String> {
    let mut slugs: Vec<String> = Vec::new();
    for line in prose(text).filter(|line| line.starts_with('#')) {
        let Some(title) = line.trim_start_matches('#').strip_prefix(' ') else {
            continue;
        };
        let kept = title
            .trim()
            .chars()
            .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
        slugs.push(
            kept.flat_map(char::to_lowercase)
                .map(|c| if c == ' ' { '-' } else { c })
                .collect(),
        );
    }
    let numbered =
        |(at, slug): (usize, &String)| match slugs[..at].iter().filter(|it| *it == slug).count() {
            0 => slug.clone(),
            count => format!("{slug}-{count}"),
        };
    slugs.iter().enumerate().map(numbered).collect()
}

fn leads(document: &Path, target: &str) -> bool {
    let (file, anchor) = target
        .split_once('#')
        .map_or((target, None), |(file, anchor)| (file, Some(anchor)));
    let there = if file.is_empty() {
        document.to_owned()
    } else {
        document.with_file_name(file)
    };
    let has = |anchor: &str| {
        anchors(&fs::read_to_string(&there).unwrap_or_default())
            .iter()
            .any(|it| it == anchor)
    };
    there.exists() && anchor.is_none_or(has)
}

#[test]
fn every_link_leads_somewhere() {
    let (mut links, mut wrong) = (0, Vec::new());
    for document in documents(Path::new(env!("CARGO_MANIFEST_DIR"))) {
        let targets = targets(&fs::read_to_string(&document).unwrap());
        links += targets.len();
        let lost = targets.iter().filter(|target| !leads(&document, target));
        wrong.extend(lost.map(|target| format!("{}: {target}", document.display())));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(
        links > 100,
        "{links} links were found: the reader overlooks some"
    );
}

#[test]
fn the_readme_can_be_read_at_one_sitting() {
    let bytes = fs::metadata("README.md").unwrap().len();
    assert!(
        bytes <= 9_000,
        "README.md has {bytes} bytes; what is more than 9,000 belongs beside what it describes"
    );
}

/// A whole word: `fn settle` is not found in `fn settle_attempt`.
fn has_item(source: &str, item: &str) -> bool {
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    source
        .match_indices(item)
        .any(|(at, _)| ends(&source[at + item.len()..]))
}

#[test]
fn the_nine_steps_are_where_the_table_says() {
    let text = fs::read_to_string("src/ARCHITECTURE.md").unwrap();
    let rows = text.lines().filter(|line| {
        line.starts_with("| ") && line[2..].starts_with(|c: char| c.is_ascii_digit())
    });
    let steps: Vec<&str> = rows.collect();
    assert_eq!(steps.len(), 9, "{steps:#?}");
    for step in steps {
        let (files, items): (Vec<_>, Vec<_>) = step
            .split('`')
            .skip(1)
            .step_by(2)
            .partition(|it| it.ends_with(".rs"));
        let read = |file: &&str| {
            fs::read_to_string(Path::new("src").join(file))
                .unwrap_or_else(|e| panic!("{file}: {e}"))
        };
        let sources: Vec<String> = files.iter().map(read).collect();
        assert!(
            !files.is_empty() && !items.is_empty(),
            "no file or no function is named: {step}"
        );
        for item in items {
            assert!(
                sources.iter().any(|source| has_item(source, item)),
                "{item} is not where the table has it: {step}"
            );
        }
    }
}

#[test]
fn the_reader_of_documents_sees_what_is_there() {
    let text = "# A `b` c\n[one](x.md#a-b-c) `[no](y)`\n```\n[no](z)\n```\n## A b c\n[x]: pic.png\n[far](https://a.b)";
    assert_eq!(targets(text), ["x.md#a-b-c", "pic.png"]);
    assert_eq!(anchors(text), ["a-b-c", "a-b-c-1"]);
    assert!(has_item("fn a_b() fn a()", "fn a") && !has_item("fn a_b()", "fn a"));
}
