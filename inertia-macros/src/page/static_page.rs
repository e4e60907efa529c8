//! `static_page!("About")`: a page without props whose component is looked for while compiling.

use proc_macro2::TokenStream;
use quote::quote;

use super::options;
use crate::{
    component,
    syntax::attributes,
    syntax::errors::{self, Errors},
    syntax::krate::Krate,
};

/// The macro, from tokens to tokens. With mistakes it still gives a handler, so that nothing else is reported.
pub(crate) fn expand(tokens: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let component_and_metas = options::component(tokens, "static_page!(\"About\")", &mut errors);
    let Some((component, metas)) = errors.keep(component_and_metas) else {
        return errors.into_compile_errors();
    };
    let (mut krate, mut unchecked) = (Some(Krate::default()), false);
    for (key, meta) in attributes::options(metas, &mut errors) {
        match key.as_str() {
            "crate" => krate = errors.keep(Krate::parse(&meta)),
            "component_check" => unchecked = errors.keep(options::component_check(&meta)).is_some(),
            _ => errors.push(errors::unknown(meta.path(), "option", &key, &["component_check", "crate"])),
        }
    }
    options::must_fit_a_header(&component, &mut errors);
    let looked_for = (!unchecked).then_some(&component);
    let file = looked_for.map(|component| component::check(component, &mut errors)).unwrap_or_default();
    let errors = errors.into_compile_errors();
    let Some(krate) = krate else { return errors };
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
    fn the_handler_is_the_functions() {
        let page = expand(quote!("About", crate = ::vendored::inertia));
        insta::assert_snapshot!(pretty(&quote!(fn page() -> StaticPage { #page })));
    }

    #[test]
    fn each_mistake_is_reported() {
        for tokens in [quote!(), quote!(About), quote!("About", ssr = false), quote!("About ")] {
            let page = expand(tokens.clone()).to_string();
            assert_eq!(page.matches("compile_error").count(), 1, "{tokens}: {page}");
        }
    }
}
