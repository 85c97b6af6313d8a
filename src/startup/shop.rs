//! The shop without its server, and what both are made of.

use secrecy::ExposeSecret;

use super::error::ServeError;
use crate::{
    checkout::Shop,
    clock::Clock,
    config::Settings,
    iamport,
    keys::{self, Keys},
    store::Db,
};

/// The shop without its server, for a command at a terminal. A sandbox must be running already.
pub async fn open_shop(settings: Settings, database_url: &str) -> Result<Shop, ServeError> {
    let db = Db::open(database_url).await?;
    let keys = keys(&settings, &db).await?;
    let iamport = client(&settings)?;
    Ok(Shop::new(db, iamport, Clock::System, keys, settings.terms))
}

pub(super) fn client(settings: &Settings) -> Result<iamport::Client, iamport::Error> {
    let client = iamport::Client::new(settings.imp.access.clone(), Clock::System)?;
    Ok(client.with_inicis_api_key(settings.imp.inicis_api_key.clone()))
}

pub(super) async fn keys(settings: &Settings, db: &Db) -> Result<Keys, ServeError> {
    let secret = match &settings.secret_key {
        Some(secret) => secret.expose_secret().to_owned(),
        None => db.setting_or("secret_key", &keys::random_text(52)).await?,
    };
    Ok(Keys::new(secret.as_bytes()))
}
