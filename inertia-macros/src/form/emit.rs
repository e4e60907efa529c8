//! From the checked model to code: how each field is read, and what is named like what. Nothing here can fail.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{DeriveInput, ExprPath, Ident, Type, ext::IdentExt, spanned::Spanned};

use super::{
    bounds,
    functions::{self, function, missing_name, stand_in_name},
    model::{Choice, Field, Form, Kind, Newtype, Read, Shape, Struct, Validated, Validator},
    typescript,
};
use crate::{
    syntax::generics,
    syntax::krate::Krate,
    syntax::spans::{self, local, respan},
};

/// The impls of a correct item.
pub(crate) fn form(form: &Form<'_>) -> TokenStream {
    let Form { krate, ident, generics, shape, validator, .. } = form;
    let private = private(krate);
    let where_clause = bounds::where_clause(form);
    let (impl_generics, type_generics, _) = generics.split_for_impl();
    let unlisted = generics::unlisted(generics);
    let demanded = validator.by != Validator::None;
    let body = match shape {
        Shape::Struct(form) => read_struct(form, demanded, &private),
        Shape::Newtype(newtype) => read_newtype(newtype, demanded, &private),
        Shape::Choice(choice) => read_choice(choice, &private),
    };
    let functions = functions::emit(form, &private);
    let functions = (!functions.is_empty()).then(|| {
        quote! {
            #[automatically_derived]
            impl #impl_generics #ident #type_generics #where_clause { #functions }
        }
    });
    let is_form = matches!(shape, Shape::Struct(_)).then(|| {
        let validator = named(validator, &private);
        quote! {
            #[automatically_derived]
            #unlisted
            impl #impl_generics #krate::InertiaForm for #ident #type_generics #where_clause {
                type Validator = #validator;
            }
        }
    });
    let (describe, announced) = (typescript::describe(form), typescript::announced(form));
    in_const(&quote! {
        #[automatically_derived]
        #unlisted
        impl #impl_generics #private::FormValue for #ident #type_generics #where_clause { #body #describe }
        #is_form
        #functions
        #announced
    })
}

/// Impls without content for an item with mistakes, so that code which uses it adds no errors of its own.
pub(crate) fn stub(item: &DeriveInput, krate: &Krate) -> TokenStream {
    let ident = &item.ident;
    let private = private(krate);
    let (impl_generics, type_generics, _) = item.generics.split_for_impl();
    let where_clause = generics::where_clause(&item.generics, &[quote!(Self: 'static)]);
    let option = option();
    in_const(&quote! {
        #[automatically_derived]
        impl #impl_generics #private::FormValue for #ident #type_generics #where_clause {
            fn read(_: #option<#private::Node>, _: &mut #private::Reader<'_>) -> #option<Self> {
                #option::None
            }
        }

        #[automatically_derived]
        impl #impl_generics #krate::InertiaForm for #ident #type_generics #where_clause {
            type Validator = #private::NoValidator;
        }
    })
}

fn private(krate: &Krate) -> TokenStream {
    let private = krate.private();
    quote!(#private::form)
}

/// Everything generated lives in one constant, out of the way of the user's names. It is silent: a lint that speaks about
/// a field speaks at its declaration.
fn in_const(items: &TokenStream) -> TokenStream {
    quote! {
        #[doc(hidden)]
        #[allow(deprecated, unused_qualifications)]
        const _: () = { #items };
    }
}

fn option() -> TokenStream {
    quote!(::core::option::Option)
}

/// The type that stands for the validator, shown where that is said.
fn named(validator: &Validated, private: &TokenStream) -> TokenStream {
    let name = match validator.by {
        Validator::Garde => quote!(Garde),
        Validator::Crate => quote!(ValidatorCrate),
        Validator::None => quote!(NoValidator),
    };
    respan(quote!(#private::#name), validator.span)
}

/// The signature of `read`.
fn read(private: &TokenStream, body: &TokenStream) -> TokenStream {
    let (node, reader) =
        (local("__inertia_node", Span::call_site()), local("__inertia_reader", Span::call_site()));
    let option = option();
    quote! {
        fn read(#node: #option<#private::Node>, #reader: &mut #private::Reader<'_>) -> #option<Self> { #body }
    }
}

fn stand_in(body: &TokenStream) -> TokenStream {
    let option = option();
    quote!(fn stand_in() -> #option<Self> { #body })
}

fn read_struct(form: &Struct<'_>, demanded: bool, private: &TokenStream) -> TokenStream {
    let here = Span::call_site();
    let (node, reader, fields) =
        (local("__inertia_node", here), local("__inertia_reader", here), local("__inertia_fields", here));
    let option = option();
    let values: Vec<Ident> =
        (0..form.fields.len()).map(|place| local(&format!("__inertia_{place}"), here)).collect();
    let mut reads = Vec::new();
    let mut members = Vec::new();
    let mut stand_ins = Vec::new();
    let mut names = Vec::new();
    for (place, (field, value)) in form.fields.iter().zip(&values).enumerate() {
        let Field { ident, ty, kind } = field;
        match kind {
            Kind::Skipped(_) => {
                let missing = function(&missing_name(place));
                members.push(quote!(#ident: #missing()));
                stand_ins.push(quote!(#ident: #missing()));
            }
            Kind::Read(read) => {
                let call = read_field(read, ty, place, demanded, private);
                reads.push(quote!(let #value = #call;));
                members.push(quote!(#ident: #value?));
                let stand_in = standing_in(read, place).map_or_else(
                    || {
                        let stand_in = probe(ty, &quote!(stand_in), private);
                        quote!((#stand_in)()?)
                    },
                    |function| quote!(#function()),
                );
                stand_ins.push(quote!(#ident: #stand_in));
                let (rust, name) = (ident.unraw().to_string(), &read.name);
                let below = probe(ty, &quote!(below), private);
                names.push(quote!((#rust, #name, #below)));
            }
        }
    }
    let open = if reads.is_empty() {
        quote!(#reader.open(#node)?;)
    } else {
        quote!(let mut #fields = #reader.open(#node)?;)
    };
    let read = read(private, &quote!(#open #(#reads)* #option::Some(Self { #(#members),* })));
    let stand_in = stand_in(&quote!(#option::Some(Self { #(#stand_ins),* })));
    let wire = (!names.is_empty()).then(|| {
        let body = quote!(#private::Wire::member(__inertia_step, &[#(#names),*]));
        wire(private, &body)
    });
    quote!(#read #stand_in #wire)
}

/// How the paths of validators are turned into the names that the client knows.
fn wire(private: &TokenStream, body: &TokenStream) -> TokenStream {
    let option = option();
    quote! {
        fn wire(__inertia_step: #private::Step<'_>) -> #option<#private::Wire> { #body }
    }
}

/// Asks the type something. All of it is shown at the type, which is what a mistake is about.
fn probe(ty: &Type, question: &TokenStream, private: &TokenStream) -> TokenStream {
    let here = spans::first(ty);
    let (private, question) = (respan(private.clone(), here), respan(question.clone(), here));
    quote_spanned!(here=> #private::Probe::<#ty>::NEW.#question())
}

/// Reads one field and says what stands in for it.
fn read_field(read: &Read, ty: &Type, place: usize, demanded: bool, private: &TokenStream) -> TokenStream {
    let here = spans::first(ty);
    let (reader, fields) = (local("__inertia_reader", here), local("__inertia_fields", here));
    let shown = respan(private.clone(), here);
    let option = respan(option(), here);
    let spec = spec(read);
    let stand_in = standing_in(read, place);
    let reading = reading(ty, read.deserialize_with.as_ref(), stand_in.as_ref(), demanded, private);
    let missing = if read.missing.is_some() {
        let function = function(&missing_name(place));
        quote_spanned!(here=> #option::Some(#function))
    } else {
        quote_spanned!(here=> #option::None)
    };
    quote_spanned!(here=> #reader.field(&mut #fields, const { &#shown::#spec }, #reading, #missing))
}

fn spec(read: &Read) -> TokenStream {
    let Read { name, aliases, message, required, .. } = read;
    let aliases = (!aliases.is_empty()).then(|| quote!(.aliases(&[#(#aliases),*])));
    let message = message.as_ref().map(|message| quote!(.message(#message)));
    let required = required.as_ref().map(|required| quote!(.required(#required)));
    quote!(FieldSpec::new(#name)#aliases #message #required)
}

/// The two functions by which a type is read. `stand_in` is the name of one that gives what the user has said.
fn reading(
    ty: &Type,
    deserialize_with: Option<&ExprPath>,
    stand_in: Option<&TokenStream>,
    demanded: bool,
    private: &TokenStream,
) -> TokenStream {
    let here = spans::first(ty);
    let shown = respan(private.clone(), here);
    let option = respan(option(), here);
    let stand_in = stand_in.map(|function| quote_spanned!(here=> || #option::Some(#function())));
    match (deserialize_with, stand_in) {
        (None, None) if demanded => probe(ty, &quote!(validated), private),
        (None, None) => probe(ty, &quote!(reading), private),
        (None, Some(stand_in)) => {
            let reading = probe(ty, &quote!(reading), private);
            quote_spanned!(here=> #reading.with_stand_in(#stand_in))
        }
        (Some(function), stand_in) => {
            let read = deserialize_with_function(function);
            let stand_in = stand_in.unwrap_or_else(|| {
                let question = if demanded { quote!(must_stand_in) } else { quote!(stand_in) };
                probe(ty, &question, private)
            });
            quote_spanned!(here=> #shown::Reading::<#ty> { read: #read, stand_in: #stand_in })
        }
    }
}

/// Passes on the function of `deserialize_with`, at the literal that names it.
fn deserialize_with_function(function: &ExprPath) -> TokenStream {
    quote_spanned! {function.span()=>
        |__inertia_node, __inertia_reader| __inertia_reader.deserialize_with(__inertia_node, #function)
    }
}

/// The function that gives what the user wants to stand in, or the field's default, which can stand in as well.
fn standing_in(read: &Read, place: usize) -> Option<TokenStream> {
    if read.stand_in.is_some() {
        Some(function(&stand_in_name(place)))
    } else {
        read.missing.as_ref().map(|_| function(&missing_name(place)))
    }
}

fn read_newtype(newtype: &Newtype<'_>, demanded: bool, private: &TokenStream) -> TokenStream {
    let Newtype { ty, stand_in: said, deserialize_with, .. } = newtype;
    let here = spans::first(ty);
    let (node, reader) = (local("__inertia_node", here), local("__inertia_reader", here));
    let said = said.as_ref().map(|_| function(&stand_in_name(0)));
    let reading = reading(ty, deserialize_with.as_ref(), said.as_ref(), demanded, private);
    let read = read(private, &quote_spanned!(here=> ((#reading).read)(#node, #reader).map(Self)));
    let option = option();
    let stand_in = stand_in(&if let Some(function) = said {
        quote!(#option::Some(Self(#function())))
    } else {
        let stand_in = probe(ty, &quote!(stand_in), private);
        quote!((#stand_in)().map(Self))
    });
    let below = probe(ty, &quote!(below), private);
    let wire = wire(private, &quote!((#below)(__inertia_step)));
    quote!(#read #stand_in #wire)
}

fn read_choice(choice: &Choice<'_>, private: &TokenStream) -> TokenStream {
    let Choice { variants, other } = choice;
    let here = Span::call_site();
    let (node, reader) = (local("__inertia_node", here), local("__inertia_reader", here));
    let option = option();
    let words: Vec<&String> = variants.iter().map(|variant| &variant.name).collect();
    let arms = variants.iter().map(|variant| {
        let (ident, name, aliases) = (variant.ident, &variant.name, &variant.aliases);
        quote!(#name #(| #aliases)* => Self::#ident,)
    });
    // Nothing at all is missing rather than unknown.
    let nothing = words.iter().all(|word| !word.is_empty()).then(|| quote!("" => return #option::None,));
    let rest =
        other.map_or_else(|| quote!(_ => return #option::None,), |ident| quote!(#nothing _ => Self::#ident,));
    let read = read(
        private,
        &quote! {
            #reader.one_of(#node, &[#(#words),*], |__inertia_word| {
                #option::Some(match __inertia_word { #(#arms)* #rest })
            })
        },
    );
    let first = variants.first().map(|variant| {
        let ident = variant.ident;
        stand_in(&quote!(#option::Some(Self::#ident)))
    });
    quote!(#read #first)
}
