// What the program asks of the browser, one short function each (src/ports.rs has
// the same list with what each means), and what the browser tells the program. Here
// and not in WebAssembly, since a call from there to each of the browser's own
// functions weighs more than all of this. No rule and no sentence lives here.
(function () {
  var root, asking = {}, current, proof, turn = 0, ahead = 0;
  var OFFLINE = 0, LOST = 1, SLOW = 2, CANCELLED = 3, UNREADABLE = 4;
  var base = new URL(document.baseURI).pathname;
  // On a static host the API is elsewhere: `xtask host` writes where.
  var api = document.querySelector('base').getAttribute('data-api') || base;

  function id(name) { return document.getElementById(name); }
  function at(place) { return root.querySelector('[data-live="' + place + '"]'); }
  // In a kiosk its shell asks for the page, without a network as well, and waits as
  // long as it takes (src/kiosk/shell). A foreign page around this one is no kiosk.
  var kiosk = safely(function () { return parent.tilikKiosk; });
  function online() { return !!kiosk || navigator.onLine !== false; }
  function safely(act) { try { return act(); } catch (refused) { return undefined; } }
  function store(session) { return session ? sessionStorage : localStorage; }

  // A proof of work is made while the resident still types, and used once.
  function prove() {
    return new Promise(function (resolve) {
      var path = api + 'api/v1/challenge', none = function () { resolve({ status: 0 }); };
      var worker = safely(function () { return new Worker(base + 'proof-worker.js'); });
      if (!worker) return load('proof-worker.js', function () { if (window.tilikProve) window.tilikProve(path, resolve); else none(); });
      worker.onmessage = function (event) { worker.terminate(); resolve(event.data); };
      worker.onerror = none;
      worker.postMessage(path);
    });
  }
  // One made before may have grown old meanwhile, or have failed without a signal:
  // then once more. A phone's clock may be wrong, so a fresh one is always taken.
  function take(fresh) {
    var made = !fresh && proof;
    proof = null;
    return (made || prove()).then(function (reply) {
      var old = reply.status !== undefined || reply.expires < Date.now() + 20000;
      return made && old ? take(true) : reply;
    });
  }
  function load(script, then) {
    var element = document.createElement('script');
    element.src = base + script;
    element.onload = element.onerror = then;
    document.head.appendChild(element);
  }
  function asks_for_proof(problem) {
    return problem && (/:proof$/.test(problem.type) || (problem.errors || []).some(function (error) { return error.field === 'proof'; }));
  }

  window.tilik = {
    kiosk: kiosk,
    load: load,
    begin: function (html, print) {
      root = id('tilik');
      if (root.getAttribute('data-print') === print) return;
      var typed = [].map.call(root.querySelectorAll('input[id],textarea[id]'), function (box) { return [box.id, box.value]; });
      var focused = document.activeElement && document.activeElement.id;
      root.innerHTML = html;
      typed.forEach(function (one) { var box = id(one[0]); if (box && /^(|text|tel)$/.test(box.getAttribute('type') || '')) box.value = one[1]; });
      if (focused && id(focused)) id(focused).focus();
    },
    fill: function (place, html) { var element = at(place); if (element) element.innerHTML = html; },
    dress: function (place, name, value) { var element = at(place); if (element) element.setAttribute(name, value); },
    put: function (value, caret) {
      current.value = value;
      current.setSelectionRange(caret, caret);
    },
    caret: function () { return current.selectionStart; },
    focus: function (name) { var element = id(name); if (element) element.focus(); },
    heading: function () { var element = id('judul'); return element ? element.innerText : ''; },
    title: function (title) { document.title = title; },
    top: function () { scrollTo(0, 0); },
    mark: function (name, on) { document.documentElement.classList[on ? 'add' : 'remove'](name); },
    lang: function () { return document.documentElement.lang; },
    speak: function (tag) {
      document.documentElement.lang = tag;
      // Who reads Indonesian needs no cookie, unless to undo another choice.
      safely(function () {
        if (tag !== 'id' || /bahasa=/.test(document.cookie)) document.cookie = 'bahasa=' + tag + ';path=' + base + ';max-age=31536000;samesite=lax';
      });
      safely(function () { navigator.serviceWorker.controller.postMessage({ tilik: 'bahasa', tag: tag }); });
    },
    texts: function (file) {
      var address = new URL(base + file, document.baseURI).href, early = tilik.early;
      tilik.early = null;
      (early && early.at === address ? early.come : fetch(address, { credentials: 'same-origin' })).then(function (answer) {
        // A static host may answer any path with its front page.
        if (!answer.ok || /html/.test(answer.headers.get('Content-Type'))) throw answer;
        return answer.text();
      }).then(function (text) { wasm_bindgen.texts(text); }, function () { wasm_bindgen.texts(); });
    },
    read: function (session, name) { return safely(function () { return store(session).getItem(name); }) || ''; },
    write: function (session, name, text) {
      return !!safely(function () { if (text) store(session).setItem(name, text); else store(session).removeItem(name); return true; });
    },
    now: function () { return Date.now(); },
    today: function () { return Math.floor((Date.now() + ahead + 7 * 3600000) / 86400000); },
    moment: function () { return new Date(Date.now() + 7 * 3600000).toISOString().slice(0, 19) + '+07:00'; },
    uuid: function () {
      var bytes = new Uint8Array(16);
      crypto.getRandomValues(bytes);
      bytes[6] = bytes[6] & 15 | 64;
      bytes[8] = bytes[8] & 63 | 128;
      var text = [].map.call(bytes, function (byte) { return (byte + 256).toString(16).slice(1); }).join('');
      return text.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    },
    base: function () { return base; },
    path: function () { return location.pathname; },
    entry: function () { return +history.state || 0; },
    go: function (address, entry, replace) { history[replace ? 'replaceState' : 'pushState'](entry, '', address); },
    back: function () { history.back(); },
    online: online,
    framed: function () { return parent !== window; },
    can_share: function () { return !!navigator.share; },
    share: function (text) { navigator.share({ text: text }).catch(function () { /* not after all */ }); },
    copy: function (text) {
      // Without https there is no clipboard to write to: the number is selected, to be
      // copied by hand.
      (navigator.clipboard ? navigator.clipboard.writeText(text) : Promise.reject()).then(function () { wasm_bindgen.copied(true); }, function () {
        getSelection().selectAllChildren(id('nomor'));
        wasm_bindgen.copied(false);
      });
    },
    print: function () { print(); },
    picture: function (number, owner, label, day) {
      load('picture.js', function () { wasm_bindgen.saved(!!(window.tilikPicture && safely(function () { return window.tilikPicture(number, owner, label, day); }))); });
    },
    read_out: function (place, tag) {
      load('listen.js', function () {
        if (window.tilikRead) window.tilikRead(place, tag, wasm_bindgen.read_out); else wasm_bindgen.read_out(false);
      });
    },
    hush: function () { if (window.tilikHush) tilikHush(); },
    prove: function () { proof = proof || kiosk || prove(); },
    // `then` is told in place of the program.
    ask: function (path, body, key, proven, then) {
      var mine = ++turn, control = window.AbortController && new AbortController(), why, again = proven;
      var late = kiosk || setTimeout(function () { wasm_bindgen.slow(mine); }, 4000);
      var end = kiosk || setTimeout(function () { stop(online() ? SLOW : OFFLINE); }, 60000);
      function stop(reason) { why = reason; if (control) control.abort(); done(reason); }
      function done(outcome, value, wait) {
        if (!asking[mine]) return;
        delete asking[mine];
        clearTimeout(late);
        clearTimeout(end);
        (then || wasm_bindgen.answered)(mine, outcome, value, wait);
        // A report that found no network may wait for one.
        if (key && !then && outcome < SLOW && tilik.unsent) tilik.unsent(body, key);
      }
      asking[mine] = stop;
      if (kiosk) kiosk.ask(path, body, key).then(function (said) { ahead = said[3]; done(said[0], said[1], said[2]); });
      else (function send() {
        (proven && online() ? take() : Promise.resolve({})).then(function (made) {
          if (made.status) return done(made.status, undefined, made.wait);
          if (made.status === 0) throw made;
          if (!online()) return done(OFFLINE);
          var headers = { Accept: 'application/json' };
          if (body) headers['Content-Type'] = 'application/json';
          if (key) headers['Idempotency-Key'] = key;
          var sent = body && made.proof ? body.slice(0, -1) + ',"proof":' + JSON.stringify(made.proof) + '}' : body || undefined;
          return fetch(api + path.slice(1), { method: body ? 'POST' : 'GET', headers: headers, body: sent, signal: control && control.signal }).then(function (answer) {
            ahead = Date.parse(answer.headers.get('Date')) - Date.now() || 0;
            return answer.text().then(function (text) {
              var value = safely(function () { return JSON.parse(text); });
              // It may have been used or have expired on the way: once more with a fresh one.
              if (!answer.ok && again && asks_for_proof(value)) { again = false; return send(); }
              if (answer.ok && value === undefined) return done(UNREADABLE);
              done(answer.status, value, +answer.headers.get('Retry-After') || undefined);
            });
          });
        }).catch(function () { done(why || (online() ? LOST : OFFLINE)); });
      })();
      return mine;
    },
    cancel: function (which) { if (asking[which]) asking[which](CANCELLED); },
    // From here on the program is told what is done. One listener for each kind of
    // event, on the root: elements come and go without any of their own.
    listen: function () {
      function hear(element, removed) {
        current = element;
        wasm_bindgen.heard(+element.getAttribute('data-act').slice(1), element.value || '', !!element.checked, removed);
      }
      // What was typed and chosen before the program came.
      [].forEach.call(root.querySelectorAll('[data-act^=i],[data-act^=h]'), function (element) {
        var chosen = element.options && element.options[element.selectedIndex];
        if (chosen ? !chosen.defaultSelected && element.selectedIndex : /radio|checkbox/.test(element.type) ? element.checked !== element.defaultChecked : element.value && element.value !== element.defaultValue) hear(element, 0);
      });
      [['click', 'c'], ['submit', 's'], ['input', 'i'], ['change', 'h']].forEach(function (kind) {
        root.addEventListener(kind[0], function (event) {
          var element = event.target.closest('[data-act^=' + kind[1] + ']');
          // Opening a link in a new tab stays the browser's business.
          if (!element || kind[1] === 'c' && (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) return;
          if (kind[1] === 'c' || kind[1] === 's') event.preventDefault();
          hear(element, { deleteContentBackward: 1, deleteContentForward: 2 }[event.inputType] || 0);
        });
      });
      // A box is left for another one. On the way to a button nothing may appear: it
      // would push the button from under the finger.
      root.addEventListener('focusout', function (event) {
        var box = event.target.closest('[data-act^=i]'), to = event.relatedTarget;
        if (box && to && !(to instanceof HTMLButtonElement)) wasm_bindgen.left(+box.getAttribute('data-act').slice(1));
      });
      addEventListener('popstate', function () { wasm_bindgen.arrived(); });
      addEventListener('online', function () { wasm_bindgen.connected(true); });
      addEventListener('offline', function () { wasm_bindgen.connected(online()); });
      setInterval(function () { wasm_bindgen.tick(); }, 5000);
      document.documentElement.classList.remove('menunggu');
      document.documentElement.classList.add('siap');
      // What can wait until the page is in use.
      setTimeout(function () { load('stay.js'); }, 4000);
    }
  };
})();
