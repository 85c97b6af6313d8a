//! No two files of the program name each other, directly or by way of others. A name that a folder hands on
//! (`pub use`) counts for the file that it comes from; what tests alone name does not count.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use syn::{Attribute, File, Item, UseTree, Visibility, visit::Visit};

/// A place in the tree of modules, or a name in it.
type Names = Vec<String>;

struct Source {
    module: Names,
    /// Absolute, of whatever the file names.
    named: BTreeSet<Names>,
    /// What it hands on: its own name for it, and the absolute one.
    handed_on: BTreeMap<Names, Names>,
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|it| {
        it.path().is_ident("cfg") && it.parse_args::<syn::Ident>().is_ok_and(|it| it == "test")
    })
}

/// `crate::a`, `super::a` and `self::a` as seen from `module`; `None` for other crates.
fn absolute(path: &[String], module: &[String]) -> Option<Names> {
    let mut place = module.to_vec();
    let mut rest = path;
    match rest.first()?.as_str() {
        "crate" => return Some(rest[1..].to_vec()),
        "self" | "super" => {}
        _ => return None,
    }
    while let Some(step) = rest
        .first()
        .filter(|step| ["self", "super"].contains(&step.as_str()))
    {
        if step == "super" {
            place.pop();
        }
        rest = &rest[1..];
    }
    place.extend_from_slice(rest);
    Some(place)
}

/// Each path that a `use` brings, with the name under which it does.
fn leaves(tree: &UseTree, before: &[String], found: &mut Vec<(Names, String)>) {
    let with = |name: String| [before, &[name]].concat();
    match tree {
        UseTree::Path(path) => leaves(&path.tree, &with(path.ident.to_string()), found),
        UseTree::Name(name) if name.ident == "self" => {
            found.push((before.to_vec(), before.last().unwrap().clone()))
        }
        UseTree::Name(name) => found.push((with(name.ident.to_string()), name.ident.to_string())),
        UseTree::Rename(name) => {
            found.push((with(name.ident.to_string()), name.rename.to_string()))
        }
        UseTree::Glob(_) => found.push((before.to_vec(), "*".to_owned())),
        UseTree::Group(group) => group
            .items
            .iter()
            .for_each(|tree| leaves(tree, before, found)),
    }
}

impl Source {
    fn read(module: Names, file: &File) -> Self {
        let mut source = Self {
            module,
            named: BTreeSet::new(),
            handed_on: BTreeMap::new(),
        };
        for item in &file.items {
            match item {
                Item::Use(item) => source.read_use(item),
                Item::Mod(item) if is_for_tests(&item.attrs) => {}
                item => source.visit_item(item),
            }
        }
        source
    }

    fn read_use(&mut self, item: &syn::ItemUse) {
        let mut found = Vec::new();
        leaves(&item.tree, &[], &mut found);
        for (path, name) in found {
            let child = [self.module.clone(), path.clone()].concat();
            match (absolute(&path, &self.module), &item.vis) {
                (Some(absolute), Visibility::Inherited) => drop(self.named.insert(absolute)),
                (absolute, _) => {
                    let name = [self.module.clone(), vec![name]].concat();
                    self.handed_on.insert(name, absolute.unwrap_or(child));
                }
            }
        }
    }
}

impl<'ast> Visit<'ast> for Source {
    /// `pub(in crate::room)` says who may name it, and names nobody.
    fn visit_visibility(&mut self, _: &'ast Visibility) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Names = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        self.named.extend(absolute(&names, &self.module));
        syn::visit::visit_path(self, path);
    }
}

/// The file that a name comes from, through whoever hands it on.
fn origin(
    name: &[String],
    files: &BTreeMap<Names, Source>,
    handed_on: &BTreeMap<Names, Names>,
) -> Option<Names> {
    for length in (0..=name.len()).rev() {
        let (start, rest) = name.split_at(length);
        if let Some(from) = handed_on.get(start).filter(|from| !from.starts_with(start))
            && let Some(found) = origin(&[from.as_slice(), rest].concat(), files, handed_on)
        {
            return Some(found);
        }
        if files.contains_key(start) {
            return Some(start.to_vec());
        }
    }
    None
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let of = |path: PathBuf| {
        if path.is_dir() {
            rust_files(&path)
        } else {
            vec![path]
        }
    };
    entries
        .flat_map(of)
        .filter(|path| path.extension().is_some_and(|it| it == "rs"))
        .collect()
}

fn module_of(path: &Path, src: &Path) -> Names {
    let path = path.strip_prefix(src).unwrap().with_extension("");
    let names = path.iter().map(|name| name.to_str().unwrap().to_owned());
    names
        .filter(|name| !["mod", "lib"].contains(&name.as_str()))
        .collect()
}

/// Files are taken away one after the other, each once it names none that is left, or none that is left names it.
fn left_over(mut named: BTreeMap<Names, BTreeSet<Names>>) -> BTreeMap<Names, BTreeSet<Names>> {
    loop {
        let there: BTreeSet<Names> = named.keys().cloned().collect();
        named
            .values_mut()
            .for_each(|names| names.retain(|name| there.contains(name)));
        let before = named.len();
        let named_by_others: BTreeSet<Names> = named.values().flatten().cloned().collect();
        named.retain(|name, names| !names.is_empty() && named_by_others.contains(name));
        if named.len() == before {
            return named;
        }
    }
}

fn circles(sources: Vec<Source>) -> BTreeMap<Names, BTreeSet<Names>> {
    let handed_on: BTreeMap<Names, Names> = sources
        .iter()
        .flat_map(|source| source.handed_on.clone())
        .collect();
    let files: BTreeMap<Names, Source> = sources
        .into_iter()
        .map(|source| (source.module.clone(), source))
        .collect();
    let named = files.iter().map(|(module, source)| {
        let mut names: BTreeSet<Names> = source
            .named
            .iter()
            .filter_map(|name| origin(name, &files, &handed_on))
            .collect();
        names.remove(module);
        (module.clone(), names)
    });
    left_over(named.collect())
}

#[test]
fn no_file_names_one_that_names_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = rust_files(&src)
        .into_iter()
        .filter(|path| path.file_name().is_some_and(|name| name != "main.rs"));
    let read = |path: PathBuf| {
        Source::read(
            module_of(&path, &src),
            &syn::parse_file(&fs::read_to_string(&path).unwrap()).unwrap(),
        )
    };
    let sources: Vec<Source> = files.map(read).collect();
    assert!(
        sources.len() > 100,
        "only {} files were read",
        sources.len()
    );
    let arrows = circles(sources).into_iter().flat_map(|(module, names)| {
        names
            .into_iter()
            .map(move |name| format!("{} names {}", module.join("::"), name.join("::")))
    });
    let arrows: Vec<String> = arrows.collect();
    assert!(arrows.is_empty(), "these go round: {arrows:#?}");
}

#[test]
fn the_reader_sees_a_circle_through_whoever_hands_a_name_on() {
    let source = |module: &[&str], text: &str| {
        let module = module.iter().map(|name| (*name).to_owned()).collect();
        Source::read(module, &syn::parse_file(text).unwrap())
    };
    let round = circles(vec![
        source(&[], ""),
        source(
            &["room"],
            "mod a; mod b; pub use self::{a::One, b::{self, Two}};",
        ),
        source(
            &["room", "a"],
            "use crate::room::Two; fn f(_: super::c::Three) {}",
        ),
        source(&["room", "b"], "use super::One;"),
        source(
            &["room", "c"],
            "#[cfg(test)] mod tests { use crate::room::One; }",
        ),
    ]);
    let names: Vec<String> = round.keys().map(|name| name.join("::")).collect();
    assert_eq!(names, ["room::a", "room::b"]);
}
