//! Uploaded files: storage, saving, removal and limits.

use std::path::PathBuf;

use serde_json::json;

use crate::form::body::tests::{
    End, FormLimits, MULTIPART, Node, Pieces, as_json, multipart, post, problems, read, read_within,
};
use crate::form::{
    UploadedFile,
    body::{FormBody, upload::UploadWriter},
};

const LIMITS: FormLimits = FormLimits::new().memory(8);

async fn upload(content: &str) -> UploadedFile {
    let body = multipart(&[("name=\"f\"; filename=\"f.txt\"\r\nContent-Type: text/plain", content)]);
    let body = Pieces::of(body, 5, End::Complete);
    file(read_within(post(MULTIPART, body), &LIMITS).await.unwrap())
}

fn file(mut form: FormBody) -> UploadedFile {
    match form.root.take("f") {
        Some(Node::File(file)) => file,
        other => panic!("no file: {other:?}"),
    }
}

#[tokio::test]
async fn a_file_over_the_memory_limit_is_on_disk() {
    for (content, on_disk) in
        [("", false), ("12345678", false), ("123456789", true), (&*"x".repeat(99_999), true)]
    {
        let file = upload(content).await;
        assert_eq!(file.stored_at().is_some(), on_disk, "{} bytes", content.len());
        assert_eq!(file.bytes().await.unwrap(), content);
        assert_eq!(file.bytes().await.unwrap(), content, "a file can be read twice");
        assert_eq!(file.size(), content.len() as u64);
        assert_eq!((file.name(), file.content_type()), ("f.txt", Some("text/plain")));
        assert!(!format!("{file:?}").contains("xxx"), "a file's content is not for the log");
    }
}

#[tokio::test]
async fn dropping_an_uploaded_file_removes_it_from_disk() {
    let file = upload("more than eight").await;
    let path = file.stored_at().unwrap().to_owned();
    assert!(path.exists());
    drop(file);
    assert!(!path.exists());
}

#[cfg(unix)]
#[tokio::test]
async fn a_temporary_file_is_private_and_a_saved_one_has_default_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = tempfile::tempdir().unwrap();
    let ordinary = folder.path().join("ordinary");
    std::fs::write(&ordinary, "").unwrap();
    for content in ["small", "more than eight"] {
        let file = upload(content).await;
        assert!(file.stored_at().is_none_or(|path| mode(path) == 0o600));
        let path = folder.path().join(content);
        file.save_to(&path).await.unwrap();
        assert_eq!(mode(&path), mode(&ordinary));
    }
}

#[tokio::test]
async fn saving_a_file_replaces_an_existing_one() {
    let folder = tempfile::tempdir().unwrap();
    for content in ["small", "more than eight"] {
        let file = upload(content).await;
        let temporary = file.stored_at().map(PathBuf::from);
        let path = folder.path().join("saved.txt");
        file.save_to(&path).await.unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), content);
        assert!(temporary.is_none_or(|path| !path.exists()));
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left behind");
}

/// On most machines `/dev/shm` is a different file system from that of temporary files, so the file must be copied.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_file_can_be_saved_on_another_file_system() {
    let Ok(folder) = tempfile::tempdir_in("/dev/shm") else { return };
    let file = upload("more than eight").await;
    let temporary = file.stored_at().unwrap().to_owned();
    file.save_to(folder.path().join("a")).await.unwrap();
    assert_eq!(std::fs::read_to_string(folder.path().join("a")).unwrap(), "more than eight");
    assert!(!temporary.exists());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn a_failed_save_leaves_no_temporary_file_and_keeps_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("taken")).unwrap();
    std::fs::write(folder.path().join("taken/inside"), "").unwrap();
    for content in ["small", "more than eight"] {
        let file = upload(content).await;
        let temporary = file.stored_at().map(PathBuf::from);
        assert!(file.save_to(folder.path().join("taken")).await.is_err());
        assert!(temporary.is_none_or(|path| !path.exists()));
        let error =
            upload(content).await.save_to(folder.path().join("missing/a")).await.unwrap_err().to_string();
        assert!(
            error.ends_with("missing/a`: its folder does not exist; create it when the application starts"),
            "{error}"
        );
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn a_file_over_the_limit_is_a_problem_of_its_field() {
    for (limits, words) in [
        (LIMITS.file(4), "4 bytes"),
        (LIMITS.file(20), "20 bytes"),
        (FormLimits::new().file(1 << 10), "1 KB"),
    ] {
        let large = "x".repeat(2_000);
        let body = multipart(&[
            ("name=\"f[]\"; filename=\"a\"", "abc"),
            ("name=\"f[]\"; filename=\"b\"", &large),
            ("name=\"f[]\"; filename=\"c\"", "def"),
            ("name=\"t\"", "text"),
        ]);
        for size in [1, 100, usize::MAX] {
            let body = Pieces::of(body.clone(), size, End::Complete);
            let form = read_within(post(MULTIPART, body), &limits).await.unwrap();
            assert_eq!(
                as_json(&form),
                json!({"f": ["file \"a\" ? of 3 bytes", null, "file \"c\" ? of 3 bytes"], "t": "text"})
            );
            assert_eq!(problems(&form), [format!("f.1: must not be larger than {words}")]);
        }
    }
}

#[tokio::test]
async fn too_many_files_are_one_problem_of_their_list() {
    for (spelling, at) in
        [("f[]", "f"), ("f[7]", "f"), ("f", "f"), ("o[f][]", "o.f"), ("o.f", "o.f"), ("7", "7")]
    {
        let head = format!("name=\"{spelling}\"; filename=\"a\"");
        let empty = "name=\"f\"; filename=\"\"";
        let body = multipart(&[
            (empty, ""),
            ("name=\"first\"; filename=\"a\"", "x"),
            (empty, ""),
            (&head, "x"),
            (&head, "x"),
            ("name=\"t\"", "text"),
        ]);
        let form = read_within(post(MULTIPART, body), &LIMITS.files(1)).await.unwrap();
        assert_eq!(as_json(&form), json!({"first": "file \"a\" ? of 1 bytes", "t": "text"}));
        assert_eq!(problems(&form), [format!("{at}: must not have more than 1 file")]);
    }
}

/// Happens when the client disconnects, and when the handler's future is dropped.
#[tokio::test]
async fn an_incomplete_upload_is_removed_from_disk() {
    let mut writer = UploadWriter::new("f", None, 8);
    writer.write("12345678".into()).await.unwrap();
    assert_eq!(writer.stored_at(), None);
    writer.write("9".into()).await.unwrap();
    let path = writer.stored_at().unwrap().to_owned();
    assert!(path.exists());
    drop(writer);
    assert!(!path.exists());
}

/// The limit of a part's headers must not count content that arrives in the same chunk.
#[tokio::test]
async fn chunks_larger_than_the_header_limit_are_read() {
    let content = "x".repeat(300_000);
    let head = "name=\"f\"; filename=\"f\"";
    let body = multipart(&[(head, &content), ("name=\"t\"", "text"), (head, &content), (head, "")]);
    for size in [8 << 10, 9_000, 64 << 10, 300_000, usize::MAX] {
        for preamble in ["", "\r\n", "before\r\n"] {
            let body = [preamble.as_bytes(), &body].concat();
            let form = read(post(MULTIPART, Pieces::of(body, size, End::Complete))).await.unwrap();
            let file = |size| format!("file \"f\" ? of {size} bytes");
            assert_eq!(as_json(&form), json!({"f": [file(300_000), file(300_000), file(0)], "t": "text"}));
        }
    }
}

#[tokio::test]
async fn a_part_with_endless_headers_is_malformed() {
    let mut body = b"--b\r\nContent-Disposition: form-data; name=\"a\"; x=\"".to_vec();
    body.resize(1 << 20, b'x');
    let error = read(post(MULTIPART, Pieces::of(body, 100, End::Silence))).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the body cannot be read: the headers of a part are longer than 8192 bytes"
    );
}
