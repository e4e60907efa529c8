//! Emits the code of a form: reads each field, and maps Rust names to wire names. This cannot fail.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{DeriveInput, ExprPath, Ident, Type, ext::IdentExt, spanned::Spanned};

use super::attrs::{FieldOptions, Validator};
use super::functions::{function, missing_name, stand_in_name};
use super::model::{Choice, Field, Form, Kind, Newtype, Read, Shape, Struct, Validated};
use super::{bounds, functions, typescript};
use crate::syntax::derive::in_const;
use crate::syntax::{Krate, generics, local, respan, spans};

/// The impls of a correct item.
pub(crate) fn form(form: &Form<'_>) -> TokenStream {
    let Form { krate, ident, generics, shape, validator, .. } = form;
    let private = private(krate);
    let where_clause = bounds::where_clause(form);
    let (impl_generics, type_generics, _) = generics.split_for_impl();
    let unlisted = generics::unlisted(generics);
    let validated = validator.by != Validator::None;
    let body = match shape {
        Shape::Struct(form) => read_struct(form, validated, &private),
        Shape::Newtype(newtype) => read_newtype(newtype, validated, &private),
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
        let validator = validator_type(validator, &private);
        quote! {
            #[automatically_derived]
            #unlisted
            impl #impl_generics #krate::InertiaForm for #ident #type_generics #where_clause {
                type Validator = #validator;
            }
        }
    });
    let (describe, registered) = (typescript::describe(form), typescript::registered(form));
    in_const(&quote! {
        #[automatically_derived]
        #unlisted
        impl #impl_generics #private::FormValue for #ident #type_generics #where_clause { #body #describe }
        #is_form
        #functions
        #registered
    })
}

/// Impls without content, for an item with errors.
pub(crate) fn stub(item: &DeriveInput, krate: &Krate) -> TokenStream {
    let ident = &item.ident;
    let private = private(krate);
    let (impl_generics, type_generics, _) = item.generics.split_for_impl();
    let where_clause = generics::where_clause(&item.generics, vec![quote!(Self: 'static)]);
    in_const(&quote! {
        #[automatically_derived]
        impl #impl_generics #private::FormValue for #ident #type_generics #where_clause {
            fn read(_: ::core::option::Option<#private::Node>, _: &mut #private::Reader<'_>) -> ::core::option::Option<Self> {
                ::core::option::Option::None
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

/// The type of the validator. Errors are shown at the attribute that determines it.
fn validator_type(validator: &Validated, private: &TokenStream) -> TokenStream {
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
    quote! {
        fn read(#node: ::core::option::Option<#private::Node>, #reader: &mut #private::Reader<'_>) -> ::core::option::Option<Self> { #body }
    }
}

fn stand_in_impl(body: &TokenStream) -> TokenStream {
    quote!(fn stand_in() -> ::core::option::Option<Self> { #body })
}

fn read_struct(form: &Struct<'_>, validated: bool, private: &TokenStream) -> TokenStream {
    let here = Span::call_site();
    let (node, reader, fields) =
        (local("__inertia_node", here), local("__inertia_reader", here), local("__inertia_fields", here));
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
                let call = read_field(read, ty, place, validated, private);
                reads.push(quote!(let #value = #call;));
                members.push(quote!(#ident: #value?));
                let stand_in = stand_in_function(read, place).map_or_else(
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
    let read = read(private, &quote!(#open #(#reads)* ::core::option::Option::Some(Self { #(#members),* })));
    let stand_in = stand_in_impl(&quote!(::core::option::Option::Some(Self { #(#stand_ins),* })));
    let wire = (!names.is_empty()).then(|| {
        let body = quote!(#private::Wire::member(__inertia_step, &[#(#names),*]));
        wire(private, &body)
    });
    quote!(#read #stand_in #wire)
}

/// Maps the paths of validators to the names in the request.
fn wire(private: &TokenStream, body: &TokenStream) -> TokenStream {
    quote! {
        fn wire(__inertia_step: #private::Step<'_>) -> ::core::option::Option<#private::Wire> { #body }
    }
}

/// A function that depends on the traits of a type. Errors are shown at the type.
fn probe(ty: &Type, function: &TokenStream, private: &TokenStream) -> TokenStream {
    let here = spans::first(ty);
    let (private, function) = (respan(private.clone(), here), respan(function.clone(), here));
    quote_spanned!(here=> #private::Probe::<#ty>::NEW.#function())
}

/// Reads one field.
fn read_field(read: &Read, ty: &Type, place: usize, validated: bool, private: &TokenStream) -> TokenStream {
    let here = spans::first(ty);
    let (reader, fields) = (local("__inertia_reader", here), local("__inertia_fields", here));
    let shown = respan(private.clone(), here);
    let spec = spec(read);
    let stand_in = stand_in_function(read, place);
    let reading = reading(ty, read.deserialize_with.as_ref(), stand_in.as_ref(), validated, private);
    let missing = if read.missing.is_some() {
        let function = function(&missing_name(place));
        quote_spanned!(here=> ::core::option::Option::Some(#function))
    } else {
        quote_spanned!(here=> ::core::option::Option::None)
    };
    quote_spanned!(here=> #reader.field(&mut #fields, const { &#shown::#spec }, #reading, #missing))
}

fn spec(read: &Read) -> TokenStream {
    let Read { name, aliases, options: FieldOptions { message, required, .. }, .. } = read;
    let aliases = (!aliases.is_empty()).then(|| quote!(.aliases(&[#(#aliases),*])));
    let message = message.as_ref().map(|message| quote!(.message(#message)));
    let required = required.as_ref().map(|required| quote!(.required(#required)));
    quote!(FieldSpec::new(#name)#aliases #message #required)
}

/// How a type is read, and what stands in for a value that cannot be read. `stand_in` is the function with the user's value.
fn reading(
    ty: &Type,
    deserialize_with: Option<&ExprPath>,
    stand_in: Option<&TokenStream>,
    validated: bool,
    private: &TokenStream,
) -> TokenStream {
    let here = spans::first(ty);
    let shown = respan(private.clone(), here);
    let stand_in =
        stand_in.map(|function| quote_spanned!(here=> || ::core::option::Option::Some(#function())));
    match (deserialize_with, stand_in) {
        (None, None) if validated => probe(ty, &quote!(validated), private),
        (None, None) => probe(ty, &quote!(reading), private),
        (None, Some(stand_in)) => {
            let reading = probe(ty, &quote!(reading), private);
            quote_spanned!(here=> #reading.with_stand_in(#stand_in))
        }
        (Some(function), stand_in) => {
            let read = deserialize_with_function(function);
            let stand_in = stand_in.unwrap_or_else(|| {
                let function = if validated { quote!(must_stand_in) } else { quote!(stand_in) };
                probe(ty, &function, private)
            });
            quote_spanned!(here=> #shown::Reading::<#ty> { read: #read, stand_in: #stand_in })
        }
    }
}

/// Calls the function of `deserialize_with`. Errors are shown at its literal.
fn deserialize_with_function(function: &ExprPath) -> TokenStream {
    quote_spanned! {function.span()=>
        |__inertia_node, __inertia_reader| __inertia_reader.deserialize_with(__inertia_node, #function)
    }
}

/// The function with the value of `stand_in`, or with the field's default.
fn stand_in_function(read: &Read, place: usize) -> Option<TokenStream> {
    if read.options.stand_in.is_some() {
        Some(function(&stand_in_name(place)))
    } else {
        read.missing.as_ref().map(|_| function(&missing_name(place)))
    }
}

fn read_newtype(newtype: &Newtype<'_>, validated: bool, private: &TokenStream) -> TokenStream {
    let Newtype { ty, stand_in, deserialize_with, .. } = newtype;
    let here = spans::first(ty);
    let (node, reader) = (local("__inertia_node", here), local("__inertia_reader", here));
    let own_stand_in = stand_in.as_ref().map(|_| function(&stand_in_name(0)));
    let reading = reading(ty, deserialize_with.as_ref(), own_stand_in.as_ref(), validated, private);
    let read = read(private, &quote_spanned!(here=> ((#reading).read)(#node, #reader).map(Self)));
    let stand_in = stand_in_impl(&if let Some(function) = own_stand_in {
        quote!(::core::option::Option::Some(Self(#function())))
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
    let words: Vec<&String> = variants.iter().map(|variant| &variant.name).collect();
    let arms = variants.iter().map(|variant| {
        let (ident, name, aliases) = (variant.ident, &variant.name, &variant.aliases);
        quote!(#name #(| #aliases)* => Self::#ident,)
    });
    // An empty string is a missing value, not an unknown one.
    let empty =
        words.iter().all(|word| !word.is_empty()).then(|| quote!("" => return ::core::option::Option::None,));
    let rest = other.map_or_else(
        || quote!(_ => return ::core::option::Option::None,),
        |ident| quote!(#empty _ => Self::#ident,),
    );
    let read = read(
        private,
        &quote! {
            #reader.one_of(#node, &[#(#words),*], |__inertia_word| {
                ::core::option::Option::Some(match __inertia_word { #(#arms)* #rest })
            })
        },
    );
    let first = variants.first().map(|variant| {
        let ident = variant.ident;
        stand_in_impl(&quote!(::core::option::Option::Some(Self::#ident)))
    });
    quote!(#read #first)
}
