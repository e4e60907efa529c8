//! The settings of pages.

use std::borrow::Cow;

#[cfg(feature = "ssr")]
use crate::ssr::Renderer;
use crate::{
    document::Root, flash::Session, page::shared::ErasedProvider, protocol::json,
    request::context::provider_bit,
};

/// The settings that all pages share. The layer puts them into each request's extensions.
#[derive(Debug)]
pub(crate) struct PageSettings {
    pub(crate) root: Root,
    /// The renderer of first visits; `None` if the client renders them.
    #[cfg(feature = "ssr")]
    pub(crate) ssr: Option<Renderer>,
    /// The providers of shared props.
    pub(crate) providers: Vec<Box<dyn ErasedProvider>>,
    /// The top-level names of the providers' props, each once.
    pub(crate) shared_keys: Vec<&'static str>,
    /// Where flash is kept; `None` if the application has no flash.
    pub(crate) session: Option<Session>,
    pub(crate) encrypt_history: bool,
    /// Whether all messages of a field are sent as a list, instead of the first one alone.
    pub(crate) all_errors: bool,
    pub(crate) version: AssetVersion,
}

/// The version of the assets.
#[derive(Debug)]
pub(crate) enum AssetVersion {
    Fixed {
        version: Option<String>,
        /// The version as a member of the page object, with its comma.
        member: Vec<u8>,
    },
    /// The version of the front end's build, which is read again after each build in development.
    OfBuild,
}

impl PageSettings {
    /// The current version of the assets.
    pub(crate) fn version(&self) -> Option<Cow<'_, str>> {
        match &self.version {
            AssetVersion::Fixed { version, .. } => version.as_deref().map(Cow::Borrowed),
            AssetVersion::OfBuild => self.root.version(),
        }
    }

    /// Writes the version as a member of the page object, with its comma.
    pub(crate) fn write_version(&self, out: &mut Vec<u8>) {
        match &self.version {
            AssetVersion::Fixed { member, .. } => out.extend_from_slice(member),
            AssetVersion::OfBuild => out.extend_from_slice(&version_member(self.root.version().as_deref())),
        }
    }

    /// The names of the providers whose bits are set, for a log line.
    pub(crate) fn provider_names(&self, bits: u64) -> String {
        let providers = self.providers.iter().enumerate();
        let names = providers.filter(|(index, _)| bits & provider_bit(*index) != 0);
        names.map(|(_, provider)| format!("`{}`", provider.name())).collect::<Vec<_>>().join(", ")
    }
}

impl AssetVersion {
    /// A version that does not change, so its member of the page object is written once.
    pub(crate) fn fixed(version: Option<String>) -> Self {
        Self::Fixed { member: version_member(version.as_deref()), version }
    }
}

fn version_member(version: Option<&str>) -> Vec<u8> {
    let mut member = b",\"version\":".to_vec();
    match version {
        Some(version) => json::write_str(&mut member, version),
        None => member.extend_from_slice(b"null"),
    }
    member
}
