//! The wire contract, rule by rule: a request and a page's props go in, a response comes out.

mod csrf;
mod document;
mod flash;
mod harness;
mod merging;
mod metadata;
mod narrowing;
mod page_object;
mod pages;
mod reading;
mod redirects;
mod resolution;
mod responses;
mod selection;
mod shared;
mod sharing;
