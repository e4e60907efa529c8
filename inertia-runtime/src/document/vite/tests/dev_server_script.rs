//! The message of a page that cannot load from the dev server. The script runs in Node.js, with stubs for the browser.

use crate::document::vite::Vite;
use crate::document::vite::tests::tags;

/// The page's text after Vite's client failed to load, and the number of reloads. `fetch` is a function of the mode.
fn page_text_and_reloads(fetch: &str) -> Option<(String, usize)> {
    const BROWSER: &str = r"
        const listeners = {}, boxes = [], intervals = []
        let reloads = 0
        globalThis.addEventListener = (kind, listener) => { listeners[kind] = listener }
        globalThis.location = { origin: 'http://app.test:3000', reload() { reloads++ } }
        const element = (name) => ({ name, children: [], style: {}, setAttribute() {}, appendChild(child) { this.children.push(child); return child } })
        globalThis.document = { body: { prepend: (box) => boxes.push(box) }, createElement: element }
        globalThis.setInterval = (work) => intervals.push(work)
        globalThis.clearInterval = (id) => { intervals[id - 1] = undefined }
    ";
    const END: &str = r"
        listeners.error({ target: { src: 'http://localhost:5173/@vite/client' } })
        const settled = () => new Promise((resolve) => setImmediate(resolve))
        await settled()
        for (let second = 0; second < 5; second++) { intervals.forEach((work) => work?.()); await settled() }
        console.log(reloads)
        for (const box of boxes) console.log(box.children.map((child) => child.textContent).join('\n'))
    ";
    let vite = Vite::dev("http://localhost:5173").entry("src/main.ts").resolve().unwrap();
    let tags = tags(&vite, None);
    let script = tags.strip_prefix("<script>").unwrap().split("</script>").next().unwrap();
    let program =
        format!("{BROWSER}\nglobalThis.fetch = async (_, {{ mode }}) => ({fetch})(mode);\n{script};\n{END}");
    let mut node = std::process::Command::new("node");
    let Ok(output) = node.args(["--input-type=module", "--eval", &program]).output() else {
        eprintln!("skipped: there is no `node` here");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let (reloads, text) = text.split_once('\n').unwrap();
    Some((text.to_owned(), reloads.parse().unwrap()))
}

#[test]
fn a_page_that_the_dev_server_rejects_shows_the_origin_to_allow_and_does_not_reload() {
    let rejects = "(mode) => { if (mode === 'cors') throw new TypeError('Failed to fetch'); return {} }";
    let Some((text, reloads)) = page_text_and_reloads(rejects) else { return };
    assert!(text.contains("server: { cors: { origin: ['http://app.test:3000'] } }"), "{text}");
    assert!(!text.contains("nothing responds"), "{text}");
    assert_eq!((text.matches("does not allow this page").count(), reloads), (1, 0));
}

#[test]
fn a_page_whose_dev_server_is_down_shows_a_message_and_reloads_once_it_is_back() {
    let Some((text, reloads)) = page_text_and_reloads("() => { throw new TypeError('Failed to fetch') }")
    else {
        return;
    };
    assert!(text.contains("where nothing responds") && text.contains("npm run dev"), "{text}");
    assert_eq!(reloads, 0);
    let back = "() => { globalThis.calls = (globalThis.calls ?? 0) + 1; if (calls < 5) throw new TypeError(); return {} }";
    assert_eq!(page_text_and_reloads(back).unwrap().1, 1);
}

#[test]
fn a_dev_server_that_responds_with_an_error_is_reported() {
    let Some((text, reloads)) = page_text_and_reloads("() => ({ ok: false, status: 403 })") else { return };
    assert!(text.contains("status 403") && text.contains("allowedHosts: ['localhost']"), "{text}");
    let (text, more) = page_text_and_reloads("() => ({ ok: false, status: 404 })").unwrap();
    assert!(text.contains("status 404") && text.contains("Vite::dev_url"), "{text}");
    let (text, most) = page_text_and_reloads("() => ({ ok: true, status: 200 })").unwrap();
    assert!(text.contains("Reload this page"), "{text}");
    assert_eq!([reloads, more, most], [0, 0, 0]);
}
