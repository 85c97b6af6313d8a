//! Suites that cross rooms: the real router on a real port, the sandbox beside it, each test with a store of its
//! own. Every test of the flow runs on SQLite, and on PostgreSQL when `TEST_POSTGRES_URL` is set (`make test` sets it).
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../shared/address.rs"]
mod address;
mod bad_input;
mod bindings;
mod cancels;
mod circles;
mod client;
#[path = "../shared/database.rs"]
mod database;
mod deploy;
mod diagram;
mod documents;
mod flow;
mod forgery;
#[path = "../shared/forwarder.rs"]
mod forwarder;
mod fuzz;
mod give_back;
mod guards;
mod guests;
mod healing;
mod holds;
mod liar;
mod masks;
mod model;
mod moving;
mod names;
mod nodes;
mod notices;
mod order_form;
mod other_way;
mod outage;
mod pages;
mod pooler;
mod races;
mod receipts;
mod reconcile;
mod refusals;
mod repair;
mod returns;
mod rooms;
mod rush;
mod said;
mod sessions;
#[path = "../shared/sigterm.rs"]
mod sigterm;
#[path = "../shared/skip.rs"]
mod skip;
mod statements;
mod support;
mod way_back;
