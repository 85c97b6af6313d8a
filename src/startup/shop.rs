//! The shop without its server, and what both are made of.

use super::error::ServeError;
use crate::{
    checkout::Shop,
    clock::Clock,
    config::{Mode, ServeArgs},
    iamport,
    keys::{self, Keys},
    store::Db,
};

/// The shop without its server, for a command at a terminal. A sandbox must be running already.
pub async fn open_shop(args: &ServeArgs, database_url: &str) -> Result<Shop, ServeError> {
    let mode = args.mode()?;
    let terms = args.terms(&mode)?;
    let db = Db::open(database_url).await?;
    let keys = keys(args, &db).await?;
    let sandbox = matches!(mode, Mode::Sandbox).then(|| args.sandbox.url());
    let iamport = client(args, &mode, sandbox.as_deref())?;
    Ok(Shop::new(db, iamport, Clock::System, keys, terms))
}

pub(super) fn client(args: &ServeArgs, mode: &Mode, sandbox: Option<&str>) -> Result<iamport::Client, iamport::Error> {
    let client = iamport::Client::new(args.access(mode, sandbox), Clock::System)?;
    Ok(client.with_inicis_api_key(args.imp.inicis_api_key.clone()))
}

pub(super) async fn keys(args: &ServeArgs, db: &Db) -> Result<Keys, ServeError> {
    use secrecy::ExposeSecret;
    let secret = match &args.secret_key {
        Some(secret) if secret.expose_secret().len() < 32 => return Err(ServeError::Secret),
        Some(secret) => secret.expose_secret().to_owned(),
        None => db.setting_or("secret_key", &keys::random_text(52)).await?,
    };
    Ok(Keys::new(secret.as_bytes()))
}
