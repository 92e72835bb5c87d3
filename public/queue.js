// One report that waits on this phone until there is a signal, if the person says so:
// longer than answers stay otherwise, beyond the page and the browser, for seven days
// at the most. It is sent when a page is opened, when the network comes back, or by a
// button, always under its one key, so that the server has it once. Then its answer
// waits instead, until it was looked at. The words come with stay.html.
(function () {
  var NAME = 'tilik.antrean', DRAFT = 'tilik.isian', DAY = 86400000, LONGEST = 7 * DAY;
  // A clock before this (November 2023) has lost the date.
  var LOST = 1.7e12;
  var shown, sending;

  function id(name) { return document.getElementById(name); }
  function piece(name) { return tilik.pieces && tilik.pieces.querySelector(name); }
  function parsed(text) { try { return JSON.parse(text); } catch (broken) { return null; } }
  function keep(item) { return tilik.write(false, NAME, item ? JSON.stringify(item) : ''); }

  // What there is, unless it is too old. Where the clock was wrong, or is, the days
  // count from now.
  function kept() {
    var item = parsed(tilik.read(false, NAME)), now = Date.now();
    if (!item) return null;
    if (item.since > now || item.since < LOST) {
      item.since = now;
      keep(item);
    }
    if (now - item.since < LONGEST) return item;
    keep();
    if (item.body) shown = 'expired';
    return null;
  }

  function press(name, act) { var button = id(name); if (button) button.onclick = act; }
  function draw(focus) {
    var at = id('beside-queue'), from = piece('#beside-queue'), part = shown && piece('[data-state=' + shown + ']');
    if (!from || !part && !at) return;
    if (!at) {
      at = from.cloneNode(false);
      document.body.insertBefore(at, id('tilik'));
    }
    at.setAttribute('aria-label', from.getAttribute('aria-label'));
    at.innerHTML = '';
    at.hidden = !part;
    if (!part) return;
    at.appendChild(part.cloneNode(true));
    press('beside-send', send);
    press('beside-erase', function () { show('erase', true); });
    press('beside-erase-no', refresh);
    press('beside-erase-yes', function () {
      keep();
      show('erased', true);
    });
    press('beside-see', see);
    press('beside-reopen', reopen);
    // The answers of another report are not written over.
    if (tilik.read(false, DRAFT) && id('beside-reopen')) at.firstElementChild.removeChild(id('beside-reopen'));
    if (focus) at.focus();
  }
  function show(state, focus) {
    shown = state;
    draw(focus === true);
  }
  function refresh() {
    var item = kept();
    if (item) shown = item.answer ? 'sent' : item.refused ? 'refused' : sending ? 'sending' : 'waiting';
    else if (shown !== 'expired' && shown !== 'erased') shown = '';
    draw();
  }

  function send() {
    var item = kept();
    if (sending || !item || !item.body || item.refused) return refresh();
    sending = true;
    show('sending');
    tilik.ask('/api/v1/reports', item.body, item.key, true, function (question, outcome, value) {
      sending = false;
      var now = kept(), problem = value && value.type || '';
      // Another page may have sent and shown it, and another report may wait since.
      if (now && now.key !== item.key) return refresh();
      if (outcome < 300 && value && value.ticket) {
        keep({ since: Date.now(), key: item.key, answer: value });
      } else if (now && now.body && outcome >= 400 && outcome < 500 && outcome !== 429 && problem && !/:proof$/.test(problem)) {
        // That answer will not change by itself.
        now.refused = true;
        keep(now);
      }
      refresh();
    });
  }
  function come() { if (navigator.onLine !== false) send(); else refresh(); }

  // The result is a page of its own, which this visit keeps.
  function see(event) {
    var item = kept();
    if (!item || !item.answer) return;
    if (tilik.write(true, 'tilik.hasil', JSON.stringify(item.answer)) && tilik.write(true, 'tilik.sanggah', '')) keep();
    else event.preventDefault();
  }
  // Back to the answers, at their last page, to change what the server does not take.
  function reopen(event) {
    var item = kept(), draft = item && parsed(item.draft), to = id('beside-reopen');
    event.preventDefault();
    if (!draft) return;
    delete draft.sending;
    draft.touched = Date.now();
    if (!tilik.write(false, DRAFT, JSON.stringify(draft))) return;
    keep();
    history.pushState(+to.getAttribute('data-step'), '', to.href);
    location.reload();
  }

  // A report could not be sent for want of a network: may it stay until it is?
  tilik.unsent = function (body, key) {
    var at = id('masalah'), part = piece(kept() ? '#beside-full' : '#beside-ask');
    if (!at || !part) return;
    at.appendChild(part.cloneNode(true));
    press('beside-keep', function () {
      if (!keep({ since: Date.now(), key: key, body: body, draft: tilik.read(false, DRAFT) })) {
        id('beside-ask').innerHTML = piece('#beside-not-kept').outerHTML;
        return;
      }
      wasm_bindgen.put_by();
      refresh();
    });
  };
  tilik.drawn = draw;
  addEventListener('online', come);
  addEventListener('storage', function (event) { if (event.key === NAME) refresh(); });
  setInterval(function () { if (!document.hidden) come(); }, 60000);
  come();
})();
