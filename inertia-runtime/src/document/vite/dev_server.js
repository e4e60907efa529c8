(function (server, advice) {
  var client = server + '@vite/client'
  var failed = false
  // Error events of elements do not bubble, so this listens in the capture phase.
  addEventListener('error', function (event) {
    if (failed || !event.target || event.target.src !== client) return
    failed = true
    if (document.body) explain()
    else addEventListener('DOMContentLoaded', explain)
  }, true)

  // Distinguishes three cases: the dev server responds to this page, to other pages only, or not at all.
  function explain() {
    load('cors').then(loaded, function () {
      load('no-cors').then(rejected, gone)
    })
  }

  function load(mode) {
    return fetch(client, { mode: mode, cache: 'no-store' })
  }

  function loaded(response) {
    if (response.ok) {
      show("Vite's client did not load", ['It comes from ' + client + ', which responds now. Reload this page; if that does not help, the console of the browser says why.'])
      return
    }
    var hint = response.status === 403
      ? 'If it does not allow its own host name, add that to vite.config: server: { allowedHosts: [' + quoted(new URL(server).hostname) + '] }'
      : "If Vite's base is not /, the hot file or Vite::dev_url needs its path."
    show("Vite's dev server responds with status " + response.status, ['This page loads its scripts from ' + server + '.', hint])
  }

  function rejected() {
    show("Vite's dev server does not allow this page", [
      'It runs at ' + server + ', but pages of ' + location.origin + ' may not load its scripts. Allow the origin in vite.config, and reload this page:',
      'server: { cors: { origin: [' + quoted(location.origin) + '] } }',
    ])
  }

  function gone() {
    show("Vite's dev server does not respond", ['This page loads its scripts from ' + server + ', where nothing responds.', advice])
    var timer = setInterval(function () {
      // Without CORS the response cannot be read, but it shows that the server is back.
      load('no-cors').then(function () {
        clearInterval(timer)
        location.reload()
      }, function () {})
    }, 1000)
  }

  function quoted(text) {
    return "'" + text + "'"
  }

  function show(title, lines) {
    var box = document.createElement('div')
    box.id = 'vite-dev-server'
    box.setAttribute('role', 'alert')
    box.style.cssText = 'background:Canvas;border:2px solid #b8321a;border-radius:8px;color:CanvasText;font:16px/1.5 system-ui,sans-serif;margin:32px auto;max-width:640px;padding:16px 24px'
    add(box, 'strong', title)
    lines.forEach(function (line) { add(box, 'p', line) })
    document.body.prepend(box)
  }

  function add(box, name, text) {
    box.appendChild(document.createElement(name)).textContent = text
  }
})