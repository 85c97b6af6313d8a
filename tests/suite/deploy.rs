//! The files under `deploy/` name what there is: settings, tools, ports.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use clap::CommandFactory;
use imp_checkout::config::Cli;

/// Variables of other programs and of the compose files.
const OTHERS: &[&str] = &[
    "POSTGRES_DB",
    "POSTGRES_PASSWORD",
    "POSTGRES_USER",
    "RUSTUP_TOOLCHAIN",
    "SETTINGS",
];

fn read(name: &str) -> String {
    fs::read_to_string(Path::new("deploy").join(name)).unwrap()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

/// What looks like a variable: capitals with an underscore, or before `=` or `:`.
fn variables(text: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || "_=:".contains(c))) {
        let name = word.split(['=', ':']).next().unwrap_or_default();
        let is_name = name.len() > 3
            && name
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
        if is_name
            && (name.contains('_') || word.len() > name.len())
            && name.starts_with(char::is_alphabetic)
        {
            found.insert(name);
        }
    }
    found
}

#[test]
fn every_setting_that_the_files_name_is_in_the_manual() {
    let manual = Cli::command();
    let known: BTreeSet<&str> = manual
        .get_arguments()
        .filter_map(|arg| arg.get_env()?.to_str())
        .collect();
    let mut named = 0;
    for file in files(Path::new("deploy")) {
        let is_address_family = |name: &str| name.starts_with("AF_");
        let text = fs::read_to_string(&file).unwrap();
        for name in variables(&text)
            .into_iter()
            .filter(|name| !is_address_family(name))
        {
            named += 1;
            assert!(
                known.contains(name) || OTHERS.contains(&name),
                "{}: {name} is no setting",
                file.display()
            );
        }
    }
    assert!(
        named > 40,
        "{named} variables were found: the reader overlooks some"
    );
}

#[test]
fn the_image_is_built_with_the_tools_that_the_build_asks_for() {
    let image = read("Dockerfile");
    let cargo = fs::read_to_string("Cargo.toml").unwrap();
    let setup = fs::read_to_string(".ci/setup").unwrap();
    let after = |text: &str, mark: &str| {
        let rest = text
            .split(mark)
            .nth(1)
            .unwrap_or_else(|| panic!("{mark} is not there"));
        rest.chars()
            .take_while(char::is_ascii_digit)
            .collect::<String>()
            .parse::<u32>()
            .unwrap()
    };
    assert!(after(&image, "FROM rust:1.") >= after(&cargo, "rust-version = \"1."));
    assert_eq!(
        after(&image, "RUSTUP_TOOLCHAIN=1."),
        after(&image, "FROM rust:1.")
    );
    assert!(after(&image, "FROM node:") >= after(&setup, "[0]) >= "));
}

#[test]
fn the_build_is_given_what_it_reads_and_the_image_what_it_runs() {
    let given = read("Dockerfile.dockerignore");
    let given: BTreeSet<&str> = given
        .lines()
        .filter_map(|line| line.strip_prefix('!'))
        .collect();
    for name in &given {
        assert!(
            Path::new(name).exists(),
            "{name} is given to the build, but is not there"
        );
    }
    let scripts = [".ci/build", ".ci/fresh.mjs", ".ci/lib", ".ci/setup"];
    let sources = [
        "Cargo.lock",
        "Cargo.toml",
        "benches",
        "migrations",
        "public",
        "rust-toolchain.toml",
        "src",
        "style",
    ];
    for needed in scripts.into_iter().chain(sources) {
        assert!(given.contains(needed), "the build needs {needed}");
    }
}

#[test]
fn whoever_stops_the_shop_waits_longer_than_it_may_take() {
    const SECONDS: u32 = 25 + 25;
    for file in [
        "systemd/imp-checkout.service",
        "systemd/imp-checkout@.service",
        "compose.yaml",
        "compose.cluster.yaml",
    ] {
        let text = read(file);
        let waits = ["TimeoutStopSec=", "stop_grace_period: "]
            .iter()
            .find_map(|mark| text.split(mark).nth(1));
        let waits: String = waits
            .unwrap()
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        assert!(waits.parse::<u32>().unwrap() > SECONDS, "{file}");
    }
}

/// A directive's words, comments left out.
fn directives(text: &str) -> String {
    text.lines()
        .filter(|line| !line.trim_start().starts_with('#'))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_proxy_repeats_what_may_be_told_twice_and_knows_all_nodes() {
    let proxy = directives(&read("nginx/shop.conf"));
    let (payments, others): (Vec<&str>, Vec<&str>) = proxy
        .split("location ")
        .partition(|block| block.starts_with("/payments/ {"));
    assert_eq!(payments.len(), 1);
    assert!(
        payments[0].contains("http_503 non_idempotent;"),
        "news of payments may come twice"
    );
    assert!(
        others.iter().all(|block| !block.contains("non_idempotent")),
        "an order may not"
    );
    assert!(others[0].contains("proxy_next_upstream error timeout"));
    assert!(
        proxy.contains("proxy_set_header Host $http_host;")
            && proxy.contains("proxy_set_header X-Forwarded-For")
    );
    let unit = read("systemd/imp-checkout@.service");
    let compose = read("compose.cluster.yaml");
    for (nodes, there) in [
        ("nginx/nodes.conf", &unit),
        ("nginx/nodes.compose.conf", &compose),
    ] {
        let text = directives(&read(nodes));
        let servers: Vec<&str> = text
            .lines()
            .filter_map(|line| line.trim().strip_prefix("server "))
            .collect();
        assert_eq!(servers.len(), 3, "{nodes}");
        for server in servers {
            let (host, rest) = server.split_once(':').unwrap();
            let port = &rest[..4];
            let name = if host == "127.0.0.1" {
                format!("imp-checkout@{port}")
            } else {
                format!("{host}: *node")
            };
            assert!(
                there.contains(&name),
                "{nodes} names {name}, which nobody runs"
            );
        }
    }
}
