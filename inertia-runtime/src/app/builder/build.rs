//! Builds the application: reads the files that the settings name, and checks all settings.

use std::{borrow::Cow, sync::Arc};

use memchr::memmem::Finder;
use url::Url;

use crate::app::builder::settings::Settings;
use crate::{
    app::{App, InertiaApp, build_error::BuildError, csrf::Guard},
    development::DEVELOPMENT,
    document::Root,
    flash::RefusedCookies,
    flash::{CookieRules, Session},
    form::settings::FormSettings,
    page::settings::{AssetVersion, PageSettings},
    page::shared::ErasedProvider,
    props::once_keys::keys,
    protocol::{
        headers::can_carry,
        url::{header_value, scheme, trimmed},
    },
    request::origin::Origins,
    request::settings::{CookieFilter, RequestSettings},
    response::csp::Policy,
    values::redirect::SCRIPT_SCHEMES,
};

impl Settings {
    pub(super) fn build(self) -> Result<InertiaApp, BuildError> {
        let settings = self;
        #[cfg(feature = "tera")]
        let settings = settings.with_routes_in_template()?;
        // First: a front end that imports the TypeScript file cannot be built without it, and the next steps read the build.
        #[cfg(all(feature = "ts", debug_assertions))]
        if let Some(mut types) = settings.typescript {
            if settings.all_errors {
                types = types.all_errors();
            }
            types.write_at_start(&settings.providers);
        }
        #[cfg(feature = "ssr")]
        let root_id = settings.root.id.clone();
        let root = Root::new(settings.root).map_err(BuildError::root)?;
        let csp = settings.csp.as_deref().map(Policy::new).transpose().map_err(BuildError::new)?;
        let security_headers = settings.security_headers.resolve().map_err(BuildError::new)?;
        settings.version.as_deref().map_or(Ok(()), check_version)?;
        let version = match settings.version {
            None if DEVELOPMENT => AssetVersion::OfBuild,
            None => AssetVersion::fixed(root.version().map(Cow::into_owned)),
            version => AssetVersion::fixed(version),
        };
        let public = settings.public_url.as_deref().map(parse_public_url).transpose()?;
        let origins = Origins::new(public, settings.trust_forwarded);
        let fallback_url = match settings.fallback_url {
            Some(url) => check_fallback_url(&url)?,
            None => format!("{}/", origins.path_prefix()),
        };
        let schemes = settings.redirect_schemes.iter().map(|scheme| check_redirect_scheme(scheme));
        let redirect_schemes = schemes.collect::<Result<_, _>>()?;
        let cookies = settings.session.cookies(origins.path_prefix()).map_err(BuildError::new)?;
        #[cfg(feature = "cookie-session")]
        let keys = if settings.session.encrypts() || settings.csrf.has_token() {
            Some(settings.session.secrets.keys().map_err(BuildError::new)?)
        } else {
            None
        };
        let guard = Guard::new(
            settings.csrf,
            #[cfg(feature = "cookie-session")]
            &cookies,
            #[cfg(feature = "cookie-session")]
            keys.as_ref(),
        );
        let session = settings.session.session(
            cookies.clone(),
            #[cfg(feature = "cookie-session")]
            keys.as_ref(),
        );
        let guard = guard.map_err(BuildError::new)?;
        check_once_keys(&settings.providers)?;
        warn_of_replaced_props(&settings.providers);
        // The last step, because it may start a process.
        #[cfg(feature = "ssr")]
        let ssr = match settings.ssr {
            Some(ssr) => ssr.resolve(root_id, &root).map_err(BuildError::new)?,
            None => None,
        };
        Ok(InertiaApp {
            app: Arc::new(App {
                request: Arc::new(RequestSettings {
                    origins,
                    fallback_url,
                    refused_cookies: RefusedCookies::new(&cookies, settings.debug),
                    debug: settings.debug,
                    cookies: cookie_filter(&cookies, session.as_ref(), guard.as_ref()),
                    #[cfg(feature = "cookie-session")]
                    reads_session: guard.as_ref().is_some_and(Guard::reads_cookies),
                    has_policy: csp.is_some(),
                }),
                page: Arc::new(PageSettings {
                    root,
                    #[cfg(feature = "ssr")]
                    ssr,
                    shared_keys: shared_keys(&settings.providers),
                    providers: settings.providers,
                    session,
                    encrypt_history: settings.encrypt_history,
                    all_errors: settings.all_errors,
                    version,
                }),
                form: Arc::new(FormSettings {
                    limits: settings.form_limits,
                    wording: settings.form_messages,
                }),
                csp,
                security_headers,
                redirect_schemes,
                guard,
                #[cfg(feature = "cookie-session")]
                cookies,
                error_page: settings.error_page,
            }),
        })
    }

    #[cfg(feature = "tera")]
    fn with_routes_in_template(mut self) -> Result<Self, BuildError> {
        let Some(routes) = self.routes.take() else { return Ok(self) };
        let element = routes.map_err(|error| BuildError::new(format!("`.routes(..)`: {error}")))?;
        let Some(template) = &mut self.root.template else {
            return Err(BuildError::new(
                "`.routes(..)` needs a template that prints them; write `.template(\"templates/app.html\")` with \
                 `{{ inertia_routes }}` in it, or leave `.routes(..)` out",
            ));
        };
        template.routes = Some(element.into());
        Ok(self)
    }
}

/// Which cookies requests store: all if one may be the token's, otherwise those of the session.
fn cookie_filter(cookies: &CookieRules, session: Option<&Session>, guard: Option<&Guard>) -> CookieFilter {
    #[cfg(feature = "cookie-session")]
    if guard.is_some_and(Guard::reads_cookies) {
        return CookieFilter::All;
    }
    #[cfg(not(feature = "cookie-session"))]
    let _ = guard;
    if session.is_none() {
        return CookieFilter::None;
    }
    CookieFilter::Containing(Box::new(Finder::new(cookies.name.as_bytes()).into_owned()))
}

/// The top-level names of all shared props, each once.
fn shared_keys(providers: &[Box<dyn ErasedProvider>]) -> Vec<&'static str> {
    let mut keys = Vec::new();
    for provider in providers {
        provider.schema().level(&mut |prop| {
            if !keys.contains(&prop.name) {
                keys.push(prop.name);
            }
        });
    }
    keys
}

/// Two providers with the same key are probably a mistake: on every page, the later one's prop replaces the earlier one's.
fn warn_of_replaced_props(providers: &[Box<dyn ErasedProvider>]) {
    let mut seen: Vec<(&'static str, &'static str)> = Vec::new();
    for provider in providers {
        let later = provider.name();
        provider.schema().level(&mut |prop| {
            if let Some((key, earlier)) = seen.iter_mut().find(|(key, _)| *key == prop.name) {
                tracing::warn!(
                    "the shared props of `{earlier}` and `{later}` both have the key `{key}`; pages get that of `{later}`, which was added later"
                );
                *earlier = later;
            } else {
                seen.push((prop.name, later));
            }
        });
    }
}

/// The client sends the version in a header, so it must be a valid header value.
fn check_version(version: &str) -> Result<(), BuildError> {
    if !can_carry(version) {
        return Err(BuildError::new(format!(
            "`.version({version:?})`: a version is printable ASCII without outer spaces, because it travels in a header"
        )));
    }
    Ok(())
}

/// The client keeps one value under each key. A prop that a later provider replaces is never sent.
fn check_once_keys(providers: &[Box<dyn ErasedProvider>]) -> Result<(), BuildError> {
    let mut seen: Vec<(String, &'static str)> = Vec::new();
    for (index, provider) in providers.iter().enumerate() {
        let replaced = |top: &str| providers.iter().skip(index + 1).any(|later| later.schema().declares(top));
        for (_, key) in keys(provider.schema()).into_iter().filter(|(top, _)| !replaced(top)) {
            if let Some((_, other)) = seen.iter().find(|(taken, _)| *taken == key) {
                let name = provider.name();
                return Err(BuildError::new(format!(
                    "the shared props of `{other}` and `{name}` both have a `#[once]` prop with the key `{key}`; give one of them another: `#[once(key = \"…\")]`"
                )));
            }
            seen.push((key, provider.name()));
        }
    }
    Ok(())
}

/// A redirect may lead to it, and the client requests it by XHR.
fn check_fallback_url(url: &str) -> Result<String, BuildError> {
    let visitable = scheme(trimmed(url)).is_none_or(|scheme| scheme == "http" || scheme == "https");
    if !visitable || trimmed(url).is_empty() || header_value(url).is_none() {
        return Err(BuildError::new(format!(
            "`.fallback_url({url:?})`: write a path or URL of this application, as `/home`"
        )));
    }
    Ok(trimmed(url).to_owned())
}

/// The scheme in lower case, without a colon at its end.
fn check_redirect_scheme(allowed: &str) -> Result<String, BuildError> {
    let name = allowed.strip_suffix(':').unwrap_or(allowed);
    match scheme(&format!("{name}:")).filter(|_| !name.contains(':')) {
        Some(scheme) if !SCRIPT_SCHEMES.contains(&&*scheme) => Ok(scheme),
        Some(_) => Err(BuildError::new(format!(
            "`.allow_redirect_scheme({allowed:?})`: a browser would run what such a URL holds"
        ))),
        None => Err(BuildError::new(format!(
            "`.allow_redirect_scheme({allowed:?})`: write the scheme alone, as `myapp` for `myapp://open`"
        ))),
    }
}

fn parse_public_url(url: &str) -> Result<Url, BuildError> {
    let parsed = Url::parse(url).ok().filter(|url| crate::protocol::url::is_web(url) && url.has_host());
    let plain = |url: &Url| {
        let secrets = url.username().len() + url.password().map_or(0, str::len);
        url.query().is_none() && url.fragment().is_none() && secrets == 0 && !url.path().contains(';')
    };
    parsed.filter(plain).ok_or_else(|| {
        BuildError::new(format!("`.public_url({url:?})`: write scheme and host and nothing secret, as `https://example.com` or `https://example.com/app`"))
    })
}
