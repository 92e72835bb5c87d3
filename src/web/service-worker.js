// Keeps one release of the site on the phone and answers with it, without a network
// and without waiting for one. `xtask precache` puts the release's list in place of
// the word below: each file with the SHA-256 of its content. Every scope has a list
// and a worker of its own, made of this script.
//
// A release is whole or not used: where one file is missing or is another than the
// list says (a half-deployed site, a host that answers any path with its front page),
// the installation fails and the former release stays. A new one waits until no page
// of the former is open, or until a page asks for it by `{tilik: 'swap'}`.
//
// Nothing that a resident asks or sends comes through here: no /api, no form.
(function () {
  var release = '@release@';
  var base = new URL('./', location.href).pathname;
  var all = 'tilik-' + release.name + '-', mine = all + release.release;
  // What outlives a release: the language last told. No release's name begins so.
  var lasting = 'tilik-' + release.name, LANGUAGE = base + 'bahasa', HASH = 'X-Tilik-Hash';

  function has(list, name) { return Object.prototype.hasOwnProperty.call(list, name); }
  function none() { /* as it is */ }

  function hash(bytes) {
    return crypto.subtle.digest('SHA-256', bytes).then(function (digest) {
      return [].map.call(new Uint8Array(digest), function (byte) { return (byte + 256).toString(16).slice(1); }).join('');
    });
  }

  // A file from the network, if its content is the one wanted.
  function fetched(path, wanted, cache) {
    return fetch(base + path, { cache: cache, credentials: 'same-origin' }).then(function (answer) {
      if (!answer.ok || answer.redirected) throw new Error(path + ': ' + answer.status);
      return answer.arrayBuffer().then(function (bytes) {
        return hash(bytes).then(function (found) {
          if (found !== wanted) throw new Error(path + ' is of another release');
          var headers = new Headers(answer.headers);
          // The body is kept unpacked, and what is answered depends on no header.
          ['Content-Encoding', 'Content-Length', 'Vary'].forEach(function (name) { headers.delete(name); });
          headers.set(HASH, wanted);
          return new Response(bytes, { headers: headers });
        });
      });
    });
  }

  // The same, from the browser's own cache where it may be. Whose name has a hash is
  // never asked for again there; where that is spoilt, once more from the network.
  function come(path, wanted) {
    var named = /[0-9a-f]{15}/.test(path);
    return fetched(path, wanted, named ? 'default' : 'no-cache').catch(function () { return fetched(path, wanted, 'reload'); });
  }

  // What one of these caches has of that content.
  function found(names, path, wanted) {
    return names.reduce(function (before, name) {
      return before.then(function (answer) {
        return answer || caches.open(name).then(function (cache) { return cache.match(base + path); }).then(function (kept) {
          return kept && kept.headers.get(HASH) === wanted ? kept : undefined;
        });
      });
    }, Promise.resolve());
  }

  // Keeps files, one after the other: what the page asks meanwhile goes first. A
  // resident pays for data, so what a former release has, or a former try at this one,
  // is not fetched again.
  function keep(files) {
    return Promise.all([caches.open(mine), caches.keys()]).then(function (opened) {
      var names = opened[1].filter(function (name) { return name.indexOf(all) === 0 && name !== mine; });
      return Object.keys(files).reduce(function (before, path) {
        return before.then(function () { return found([mine], path, files[path]); }).then(function (there) {
          if (there) return undefined;
          return found(names, path, files[path]).then(function (kept) { return kept || come(path, files[path]); })
            .then(function (answer) { return opened[0].put(base + path, answer); });
        });
      }, Promise.resolve());
    });
  }

  // The language chosen: by the cookie that the server goes by, where a worker may read
  // it, else the one that a page told last.
  function language() {
    var read = self.cookieStore ? cookieStore.get('bahasa').then(function (cookie) { return cookie && cookie.value; })
      : caches.open(lasting).then(function (cache) { return cache.match(LANGUAGE); }).then(function (told) { return told && told.text(); });
    return read.catch(none).then(function (tag) { return has(release.languages, tag) ? tag : release.home; });
  }

  function file(path) {
    return caches.open(mine).then(function (cache) { return cache.match(base + path); });
  }

  // A page of a language, if its pages are kept. They came with the policy that fits
  // their style.
  function drawn(tag, name, status) {
    return file(release.languages[tag].pages).then(function (kept) {
      return kept && kept.json().then(function (pages) {
        if (!has(pages, name)) return undefined;
        var headers = new Headers(kept.headers);
        headers.set('Content-Type', 'text/html; charset=utf-8');
        return new Response(pages[name], { status: status, headers: headers });
      });
    }).catch(none);
  }

  // The page of an address. What is not kept comes from the network; without one the
  // page in the language that is always kept, else that there is none.
  function page(request, path) {
    // A page with a file of its own, the kiosk's, came with a policy of its own.
    if (has(release.files, path + '.html')) return file(path + '.html');
    var words = path.replace(/\/+$/, '').split('/'), home = release.home;
    var named = has(release.languages, words[0]) && words.shift();
    var name = words.join('/').replace(/\.html$/, '') || 'index';
    return (named ? Promise.resolve(named) : language()).then(function (tag) {
      return drawn(tag, name, 200).then(function (answer) {
        return answer || fetch(request).catch(function (lost) {
          return drawn(home, name, 200)
            .then(function (answer) { return answer || drawn(tag, '404', 404); })
            .then(function (answer) { return answer || drawn(home, '404', 404); })
            .then(function (answer) { if (!answer) throw lost; return answer; });
        });
      });
    });
  }

  // All that the list names, in any language.
  var known = Object.keys(release.languages).reduce(function (known, tag) {
    return Object.assign(known, release.languages[tag].files);
  }, Object.assign({}, release.files));

  self.addEventListener('install', function (event) {
    // A kiosk has whoever comes, in any language.
    event.waitUntil(release.whole ? keep(known) : language().then(function (tag) {
      return keep(Object.assign({}, release.files, release.languages[release.home].files, release.languages[tag].files));
    }));
  });

  self.addEventListener('activate', function (event) {
    event.waitUntil(caches.keys().then(function (names) {
      return Promise.all(names.map(function (name) {
        return name.indexOf(all) === 0 && name !== mine ? caches.delete(name) : undefined;
      }));
    }));
  });

  self.addEventListener('message', function (event) {
    var said = event.data || {};
    if (said.tilik === 'swap') self.skipWaiting();
    // A language comes when somebody chooses it. Where it does not, its pages come from
    // the network when they are asked for.
    if (said.tilik === 'bahasa' && has(release.languages, said.tag)) {
      event.waitUntil(caches.open(lasting)
        .then(function (cache) { return cache.put(LANGUAGE, new Response(said.tag)); })
        .then(function () { return keep(release.languages[said.tag].files); })
        .catch(none));
    }
  });

  self.addEventListener('fetch', function (event) {
    var request = event.request, url = new URL(request.url), path = url.pathname.slice(base.length);
    if (request.method !== 'GET' || url.origin !== location.origin || url.pathname.indexOf(base) !== 0 || /^api\//.test(path)) return;
    if (request.mode === 'navigate') event.respondWith(page(request, path));
    else if (has(known, path)) event.respondWith(file(path).then(function (kept) { return kept || fetch(request); }));
  });
})();
