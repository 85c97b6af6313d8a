//! The pages' styles and scripts, under an address that names their content (`/pkg/{edition}/…`): browsers and proxies
//! keep them for good, and never mix those of two editions. Any other address below `/pkg` answers with the same files,
//! to be asked for again each time: a page of one edition may get them from a node of another while nodes are replaced.

use std::{
    fs,
    path::{Path, PathBuf},
};

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::get,
};
use leptos::config::LeptosOptions;
use sha2::{Digest, Sha256};
use tower::ServiceExt;
use tower_http::services::ServeDir;

use super::state::Shared;

/// Where the build leaves them, and where they answer whatever their content.
pub const FOLDER: &str = "pkg";
const EDITION_LENGTH: usize = 16;
const PACKED: [&str; 2] = ["br", "gz"];

const FOR_GOOD: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");
/// Pictures keep their names when they change.
const FOR_AN_HOUR: HeaderValue = HeaderValue::from_static("public, max-age=3600");
/// Pages and answers are one shopper's. They may still lie in the back/forward cache.
const FOR_THIS_SHOPPER: HeaderValue = HeaderValue::from_static("private, no-cache");

pub fn routes(options: &LeptosOptions) -> Router<Shared> {
    let site = site(options);
    let folder = options.site_pkg_dir.to_string();
    Router::new().route(
        "/pkg/{*file}",
        get(move |request| serve(site, folder, request)),
    )
}

fn site(options: &LeptosOptions) -> ServeDir {
    let site = ServeDir::new(&*options.site_root);
    // While developing the files change under a running shop.
    let packed =
        *options.site_pkg_dir != *FOLDER && is_packed(&Path::new(&*options.site_root).join(FOLDER));
    if packed {
        site.precompressed_br().precompressed_gzip()
    } else {
        site
    }
}

/// Whether the packed copies are those of the files beside them: a build that packs nothing leaves old ones lying.
fn is_packed(folder: &Path) -> bool {
    let changed = |path: &Path| fs::metadata(path).and_then(|file| file.modified()).ok();
    let copies = files(folder)
        .into_iter()
        .flat_map(|file| PACKED.map(|suffix| (file.clone(), copy_of(&file, suffix))));
    copies
        .into_iter()
        .all(|(file, copy)| changed(&copy).is_none_or(|packed| Some(packed) >= changed(&file)))
}

fn copy_of(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".{suffix}"));
    name.into()
}

/// The folder's name in addresses: its content's digest, so that all nodes of one edition agree.
pub fn edition(site_root: &Path) -> String {
    let mut digest = Sha256::new();
    for path in files(&site_root.join(FOLDER)) {
        digest.update(path.file_name().unwrap_or_default().as_encoded_bytes());
        digest.update(fs::read(&path).unwrap_or_default());
    }
    let digest: String = digest
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{FOLDER}/{}", &digest[..EDITION_LENGTH])
}

/// Without their packed copies, whose bytes depend on who packed them. A missing folder has none; the shop says so.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    let packed = |path: &PathBuf| {
        path.extension()
            .is_some_and(|it| PACKED.iter().any(|suffix| it == *suffix))
    };
    let mut files: Vec<_> = entries
        .filter(|path| path.is_file() && !packed(path))
        .collect();
    files.sort();
    files
}

async fn serve(site: ServeDir, folder: String, mut request: Request) -> Response {
    let path = request.uri().path();
    let current = path
        .strip_prefix('/')
        .is_some_and(|path| is_below(path, &folder));
    let Ok(file) = Uri::try_from(format!("/{FOLDER}/{}", file_in(path))) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    *request.uri_mut() = file;
    let Ok(answer) = site.oneshot(request).await;
    let mut answer = answer.into_response();
    let is_there = answer.status().is_success() || answer.status() == StatusCode::NOT_MODIFIED;
    let keep = if current && is_there {
        FOR_GOOD
    } else {
        ASK_AGAIN
    };
    answer.headers_mut().insert(header::CACHE_CONTROL, keep);
    answer
}

/// Below a folder whose name changes with its content.
fn is_below(path: &str, folder: &str) -> bool {
    folder != FOLDER
        && path
            .strip_prefix(folder)
            .is_some_and(|rest| rest.starts_with('/'))
}

/// The file's path without `/pkg/` and any edition.
fn file_in(path: &str) -> &str {
    let path = path.strip_prefix("/pkg/").unwrap_or(path);
    match path.split_once('/') {
        Some((edition, file)) if is_edition(edition) => file,
        Some(_) | None => path,
    }
}

fn is_edition(name: &str) -> bool {
    name.len() == EDITION_LENGTH && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// How long what brings no rule of its own may be kept.
pub fn default_caching(response: &mut Response) {
    let kind = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let picture =
        kind.is_some_and(|kind| kind.starts_with("image/")) && response.status().is_success();
    let keep = if picture {
        FOR_AN_HOUR
    } else {
        FOR_THIS_SHOPPER
    };
    response
        .headers_mut()
        .entry(header::CACHE_CONTROL)
        .or_insert(keep);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edition_is_its_files_content_however_packed() {
        let site = tempfile::tempdir().unwrap();
        let nothing = edition(site.path());
        fs::create_dir(site.path().join(FOLDER)).unwrap();
        let write =
            |name: &str, text: &str| fs::write(site.path().join(FOLDER).join(name), text).unwrap();
        write("shop.css", "a {}");
        let first = edition(site.path());
        assert_ne!(first, nothing);
        write("shop.css.br", "packed");
        assert_eq!(edition(site.path()), first);
        assert!(is_packed(&site.path().join(FOLDER)));
        let later = fs::metadata(site.path().join(FOLDER).join("shop.css.br"))
            .unwrap()
            .modified()
            .unwrap();
        write("shop.css", "b {}");
        let file = fs::File::options()
            .write(true)
            .open(site.path().join(FOLDER).join("shop.css"))
            .unwrap();
        file.set_modified(later + std::time::Duration::from_secs(1))
            .unwrap();
        assert!(
            !is_packed(&site.path().join(FOLDER)),
            "the copy is an old one's"
        );
        assert_ne!(edition(site.path()), first);
        assert!(is_edition(first.strip_prefix("pkg/").unwrap()), "{first}");
    }

    #[test]
    fn a_file_is_found_under_any_edition_and_kept_under_its_own() {
        for (path, file, kept) in [
            ("/pkg/0123456789abcdef/shop.css", "shop.css", true),
            ("/pkg/fedcba9876543210/shop.css", "shop.css", false),
            ("/pkg/shop.css", "shop.css", false),
            ("/pkg/snippets/a.js", "snippets/a.js", false),
            (
                "/pkg/0123456789abcdef0/shop.css",
                "0123456789abcdef0/shop.css",
                false,
            ),
        ] {
            assert_eq!(file_in(path), file, "{path}");
            assert_eq!(is_below(&path[1..], "pkg/0123456789abcdef"), kept, "{path}");
            assert!(
                !is_below(&path[1..], FOLDER),
                "{path}: while developing nothing is kept"
            );
        }
    }
}
