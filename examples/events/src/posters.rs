//! The posters that visitors upload: files in a folder beside the database.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::extract::{Path as UrlPath, State};
use axum::http::{HeaderName, header};
use axum::response::IntoResponse;
use inertia::{Error, UploadedFile};
use tokio::fs;

use crate::error::AppError;

/// How large a poster may be, in bytes.
pub(crate) const LARGEST: u64 = 4 * 1024 * 1024;

/// What a poster may be. The first bytes say it: neither its name nor what the browser calls it can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Picture {
    Jpeg,
    Png,
    WebP,
}

impl Picture {
    const ALL: [Self; 3] = [Self::Jpeg, Self::Png, Self::WebP];

    fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::WebP),
            _ => None,
        }
    }

    const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
        }
    }

    const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
        }
    }

    /// What a file that we have named is. Any other name, such as one with a way out of the folder, is none of ours.
    fn named(name: &str) -> Option<Self> {
        let (stem, extension) = name.split_once('.')?;
        let ours = stem.len() == 32 && stem.bytes().all(|byte| byte.is_ascii_hexdigit());
        Self::ALL.into_iter().find(|picture| ours && picture.extension() == extension)
    }
}

/// The folder with the posters.
#[derive(Clone, Debug)]
pub(crate) struct Posters(Arc<Path>);

impl Posters {
    /// The folder that belongs to a database file: `events-posters` beside `events.db`.
    pub(crate) fn beside(database: &Path) -> Self {
        let stem = database.file_stem().unwrap_or_default().to_string_lossy();
        Self(database.with_file_name(format!("{stem}-posters")).into())
    }

    /// Keeps an uploaded file under a name of our own, and gives the name.
    ///
    /// # Errors
    ///
    /// When it is no picture, and what the file system reports.
    pub(crate) async fn keep(&self, file: UploadedFile) -> Result<String, Error> {
        let picture =
            Picture::of(&file.bytes().await?).ok_or_else(|| Error::new("the poster is no picture"))?;
        let name = format!("{}.{}", random_name()?, picture.extension());
        fs::create_dir_all(&self.0).await?;
        file.save_to(self.path(&name)).await?;
        Ok(name)
    }

    /// Throws a poster away. One that is gone already does not matter, nor does one that stays behind.
    pub(crate) async fn discard(&self, name: &str) {
        if let Err(error) = fs::remove_file(self.path(name)).await {
            tracing::warn!(name, %error, "a poster could not be removed");
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

/// Whether a file is a picture of a kind that is shown here.
///
/// # Errors
///
/// What the file system reports: a large upload waits in a file.
pub(crate) async fn is_picture(file: &UploadedFile) -> Result<bool, Error> {
    Ok(Picture::of(&file.bytes().await?).is_some())
}

/// Shows a poster, as what it was found to be and nothing else.
pub(crate) async fn poster(
    State(posters): State<Posters>,
    UrlPath(name): UrlPath<String>,
) -> Result<impl IntoResponse, AppError> {
    let picture = Picture::named(&name).ok_or(AppError::NotFound)?;
    let bytes = fs::read(posters.path(&name)).await.map_err(|_| AppError::NotFound)?;
    let headers: [(HeaderName, &str); 4] = [
        (header::CONTENT_TYPE, picture.media_type()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, bytes))
}

/// 128 random bits in hexadecimal digits: a name that nobody guesses, and none that a visitor chose.
///
/// # Errors
///
/// When the system has no randomness to give.
pub(crate) fn random_name() -> Result<String, Error> {
    Ok(format!("{:016x}{:016x}", getrandom::u64()?, getrandom::u64()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_known_by_its_first_bytes() {
        assert_eq!(Picture::of(b"\x89PNG\r\n\x1a\n\0\0"), Some(Picture::Png));
        assert_eq!(Picture::of(b"\xff\xd8\xff\xe0"), Some(Picture::Jpeg));
        assert_eq!(Picture::of(b"RIFF\x10\0\0\0WEBPVP8 "), Some(Picture::WebP));
        for text in [&b""[..], b"<svg xmlns=", b"<!doctype html>", b"GIF89a", b"\x89PNG"] {
            assert_eq!(Picture::of(text), None);
        }
    }

    #[test]
    fn only_names_of_our_own_are_looked_up() {
        let name = random_name().unwrap();
        assert_eq!(Picture::named(&format!("{name}.webp")), Some(Picture::WebP));
        for other in
            ["", "poster.png", "../events.db", &name, &format!("{name}.html"), &format!("../{name}.png")]
        {
            assert_eq!(Picture::named(other), None, "{other}");
        }
    }

    #[test]
    fn every_database_has_a_folder_of_its_own() {
        assert_eq!(&*Posters::beside(Path::new("/data/events.db")).0, Path::new("/data/events-posters"));
    }
}
