//! The catalogue file: what the shop sells, editable by anybody with a text editor. Loaded at start, or into a
//! running shop with `imp-checkout catalogue FILE`.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::{
    domain::ids::ProductId,
    store::{self, Db, ProductEntry},
};

/// What a shop sells that has no file yet.
const BUILT_IN: &str = include_str!("../migrations/catalogue.toml");

#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    #[error("could not read {0}")]
    Read(PathBuf, #[source] std::io::Error),
    #[error("the catalogue cannot be understood: {0}")]
    Syntax(#[from] toml::de::Error),
    #[error("product {number} of the catalogue: {why}")]
    Product { number: usize, why: String },
    #[error("could not store the catalogue")]
    Store(#[from] store::Error),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    product: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    name: Words,
    blurb: Words,
    picture: String,
    price: i64,
    price_usd_cents: Option<i64>,
    stock: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    ko: String,
    en: String,
}

impl Entry {
    fn checked(self) -> Result<ProductEntry, String> {
        let id = ProductId::parse(&self.id).map_err(|e| format!("id {:?} is {e}", self.id))?;
        if !(1..=100_000_000).contains(&self.price) {
            return Err(format!("{id}: price must be 1 to 100,000,000 won"));
        }
        if self
            .price_usd_cents
            .is_some_and(|cents| !(1..=10_000_000).contains(&cents))
        {
            return Err(format!("{id}: price_usd_cents must be 1 to 10,000,000"));
        }
        if !(0..=1_000_000).contains(&self.stock) {
            return Err(format!("{id}: stock must be 0 to 1,000,000"));
        }
        Ok(ProductEntry {
            id,
            name_ko: self.name.ko,
            name_en: self.name.en,
            blurb_ko: self.blurb.ko,
            blurb_en: self.blurb.en,
            picture: self.picture,
            price: self.price,
            price_usd: self.price_usd_cents,
            stock: self.stock,
        })
    }
}

fn parse(text: &str) -> Result<Vec<ProductEntry>, CatalogueError> {
    let file: File = toml::from_str(text)?;
    let mut ids = HashSet::new();
    let mut checked = |entry: Entry| {
        let product = entry.checked()?;
        if ids.insert(product.id.clone()) {
            Ok(product)
        } else {
            Err(format!("{} is listed twice", product.id))
        }
    };
    file.product
        .into_iter()
        .zip(1..)
        .map(|(entry, number)| {
            checked(entry).map_err(|why| CatalogueError::Product { number, why })
        })
        .collect()
}

/// Makes the catalogue what the file says, and answers how many products it lists.
pub async fn load(db: &Db, file: &Path) -> Result<usize, CatalogueError> {
    let text = tokio::fs::read_to_string(file)
        .await
        .map_err(|e| CatalogueError::Read(file.to_owned(), e))?;
    let entries = parse(&text)?;
    db.load_catalogue(&entries).await?;
    Ok(entries.len())
}

/// The file that is configured; or the built-in catalogue for a shop that has nothing to sell yet.
pub async fn load_at_start(db: &Db, file: Option<&Path>) -> Result<(), CatalogueError> {
    if let Some(file) = file {
        return load(db, file).await.map(drop);
    }
    if db.products().await?.is_empty() {
        db.load_catalogue(&parse(BUILT_IN)?).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_catalogue_lists_the_guides_products_among_eight_or_more() {
        let entries = parse(BUILT_IN).unwrap();
        assert!(entries.len() >= 8);
        let price = |id: &str| {
            entries
                .iter()
                .find(|e| e.id.as_str() == id)
                .map(|e| e.price)
        };
        assert_eq!(price("norway-swivel-chair"), Some(64_900));
        assert_eq!(price("carrots-10kg"), Some(1_004));
    }

    #[test]
    fn mistakes_are_named() {
        let good = "[[product]]\nid='a'\nname={ko='가',en='A'}\nblurb={ko='',en=''}\npicture='/a.svg'\nprice=100\nstock=1\n";
        assert_eq!(parse(good).unwrap().len(), 1);
        for (bad, words) in [
            (good.replace("price=100", "price=0"), "price must be"),
            (good.replace("id='a'", "id='a b'"), "product 1"),
            (good.replace("stock=1", "stocks=1"), "stocks"),
            (
                good.repeat(2),
                "product 2 of the catalogue: a is listed twice",
            ),
        ] {
            assert!(
                parse(&bad).unwrap_err().to_string().contains(words),
                "{words}"
            );
        }
    }
}
