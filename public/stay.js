// Keeps the site at hand, some seconds after the program took the page over: has the
// worker installed that answers without a network, and offers at the foot of the page
// to put the site among the phone's apps and to share it. The words come with
// stay.html. What waits for a signal is in queue.js. Within another's page none of
// this is done.
(function () {
  if (window.parent !== window) return;
  var root = document.documentElement, base = new URL(document.baseURI).pathname;
  var workers = navigator.serviceWorker, link = navigator.connection, pieces;
  function none() { /* not after all */ }
  function id(name) { return document.getElementById(name); }

  // Who saves data gets no files beyond those that the page needs.
  function keep() {
    workers.register(base + 'sw.js', { scope: base }).catch(none);
    workers.ready.then(function (registration) {
      registration.active.postMessage({ tilik: 'bahasa', tag: root.lang });
    });
  }
  if (workers && !(link && link.saveData)) {
    if (document.readyState === 'complete') keep(); else addEventListener('load', keep);
  }

  function drop(name) { var piece = id(name); if (piece) piece.parentNode.removeChild(piece); }
  function foot() {
    var at = document.querySelector('.foot .page'), row = pieces && pieces.querySelector('#beside-foot');
    if (!row || !at) return;
    drop('beside-foot');
    at.appendChild(row.cloneNode(true));
    id('beside-install').onclick = function () {
      tilik.install.prompt();
      installed();
    };
    id('beside-share').onclick = function () {
      navigator.share({ title: pieces.firstElementChild.getAttribute('data-share'), url: location.origin + base }).catch(none);
    };
    if (!tilik.install) drop('beside-install');
    if (!navigator.share) drop('beside-share');
  }

  function installed() {
    tilik.install = null;
    drop('beside-install');
  }

  function speak() {
    var tag = root.lang;
    fetch(base + (tag === 'id' ? '' : tag + '/') + 'stay.html', { credentials: 'same-origin' }).then(function (answer) {
      return answer.ok ? answer.text() : '';
    }).then(function (html) {
      pieces = document.createElement('div');
      pieces.innerHTML = html;
      tilik.pieces = pieces;
      foot();
      if (tilik.drawn) tilik.drawn();
    }).catch(none);
  }
  speak();
  tilik.load('queue.js', none);
  if (window.MutationObserver) new MutationObserver(speak).observe(root, { attributes: true, attributeFilter: ['lang'] });
  addEventListener('beforeinstallprompt', foot);
  addEventListener('appinstalled', installed);
})();
