(function (server, advice) {
  var shown = false
  // An error of an element does not rise to the window, but passes it on the way down.
  addEventListener('error', function (event) {
    if (shown || !event.target || event.target.src !== server + '@vite/client') return
    shown = true
    if (document.body) show()
    else addEventListener('DOMContentLoaded', show)
    // The dev server answers the scripts of any page, but lets a page of this origin not read the answer; that it answers is enough.
    setInterval(function () {
      fetch(server + '@vite/client', { mode: 'no-cors', cache: 'no-store' }).then(function () { location.reload() }, function () {})
    }, 1000)
  }, true)

  function show() {
    var box = document.createElement('div')
    box.id = 'vite-is-gone'
    box.setAttribute('role', 'alert')
    box.style.cssText = 'background:Canvas;border:2px solid #b8321a;border-radius:8px;color:CanvasText;font:16px/1.5 system-ui,sans-serif;margin:32px auto;max-width:640px;padding:16px 24px'
    add(box, 'strong', "Vite's dev server does not answer")
    add(box, 'p', 'This page loads its scripts from ' + server + ', where nothing answers.')
    add(box, 'p', advice)
    document.body.prepend(box)
  }

  function add(box, name, text) {
    box.appendChild(document.createElement(name)).textContent = text
  }
})