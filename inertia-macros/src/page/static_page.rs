//! `static_page!("About")`: a page without props, whose component is checked at compile time.

use proc_macro2::TokenStream;
use quote::quote;

use super::component_file;
use super::options::Page;
use crate::syntax::Errors;

/// The macro, from tokens to tokens. With errors it still gives a handler, so that nothing else is reported.
pub(crate) fn expand(tokens: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let page = Page::parse_static(tokens, &mut errors);
    let file = page.as_ref().map(|page| component_file(page, &mut errors));
    let errors = errors.into_compile_errors();
    let Some(Page { component, krate: Some(krate), .. }) = page else { return errors };
    let private = krate.private();
    quote! {
        {
            #errors
            #file
            #private::ts! { static_page #component }
            #krate::static_page(#component)
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::expand;
    use crate::syntax::expansion::pretty;

    #[test]
    fn the_macro_calls_the_function() {
        let page = expand(quote!("About", crate = ::vendored::inertia));
        insta::assert_snapshot!(pretty(&quote!(fn page() -> StaticPage { #page })));
    }

    #[test]
    fn each_error_is_reported() {
        for tokens in [quote!(), quote!(About), quote!("About", ssr = false), quote!("About ")] {
            let page = expand(tokens.clone()).to_string();
            assert_eq!(page.matches("compile_error").count(), 1, "{tokens}: {page}");
        }
    }
}
