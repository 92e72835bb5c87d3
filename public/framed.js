// A page of ours within another site's, loaded by boot.js when it is. Other sites
// reach it through public/embed.js alone, by a handful of words: the host may say
// how it looks and in which language, and hears how high it is and that an answer
// came. Never which answer, and nothing that was typed.
(function () {
  var root = document.documentElement, texts = '@texts@', host, accent, asked, last;
  // While an answer is shown the height is one of these, by the width alone: the true
  // one would tell the host who is on a list. Nearly every answer fits; a longer one
  // scrolls.
  var CHECK = [1344, 1120], REPORT = [1888, 1504];
  // Heights are told in steps, so that a line more or less of what was typed is not.
  var STEP = 32;

  function post(say, more) {
    // Until the host has spoken, its origin is not known: the one word sent then says
    // nothing. Who may frame us at all is decided by the policy of the page.
    if (host || say === 'ready') parent.postMessage(Object.assign({ tilik: 1, say: say }, more), host || '*');
  }

  function measure() {
    // In a tab of the host's that is not shown nothing has a height.
    if (!innerWidth) return;
    var answer = document.querySelector('.verdict:not(#masalah)');
    var height = Math.ceil(root.getBoundingClientRect().height / STEP) * STEP;
    if (answer) height = (/\/cek(\.html|\/)?$/.test(location.pathname) ? CHECK : REPORT)[innerWidth < 480 ? 0 : 1];
    if (host && height !== last) post('height', { height: last = height });
    if (answer && asked) {
      post('answered', { kind: asked });
      asked = '';
    }
  }

  // The accent of the host, where words on it and in it can be read: AA against every
  // ground that it stands on, in light and in dark.
  function channels(colour) {
    var digits = colour.replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3');
    return [1, 3, 5].map(function (at) { return parseInt(digits.substr(at, 2), 16); });
  }
  function brightness(colour) {
    var parts = channels(colour).map(function (part) {
      part /= 255;
      return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    });
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  }
  function contrast(one, other) {
    var a = brightness(one), b = brightness(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }
  function away(colour, from) {
    return '#' + channels(colour).map(function (part) {
      var moved = from === '#ffffff' ? part * 0.75 : part + (255 - part) * 0.25;
      return (Math.round(moved) + 256).toString(16).slice(1);
    }).join('');
  }
  function dress() {
    var on = accent && contrast(accent, '#ffffff') >= 4.5 ? '#ffffff' : '#000000';
    var readable = accent && ['--paper', '--ground', '--accent-wash'].every(function (ground) {
      return contrast(accent, getComputedStyle(root).getPropertyValue(ground).trim()) >= 4.5;
    });
    var look = { '--accent': accent, '--on-accent': on, '--accent-hover': readable && away(accent, on) };
    for (var name in look) if (readable) root.style.setProperty(name, look[name]); else root.style.removeProperty(name);
  }
  function of_shape(word, shape) { return typeof word === 'string' && shape.test(word) ? word : ''; }
  if (window.matchMedia) matchMedia('(prefers-color-scheme: dark)').addListener(dress);

  addEventListener('message', function (event) {
    var said = event.data;
    if (event.source !== parent || !/^https?:/.test(event.origin) || host && event.origin !== host || !said || said.tilik !== 1) return;
    if (said.say === 'look') {
      host = event.origin;
      accent = of_shape(said.accent, /^#[0-9a-f]{6}$/i);
      dress();
      if (of_shape(said.round, /^\d{1,2}px$/)) root.style.setProperty('--round', said.round);
      measure();
    } else if (said.say === 'lang' && of_shape(said.lang, /^(id|jv|mad|en)$/) && said.lang !== root.lang) {
      // As the resident would: the answers stay.
      var choice = document.getElementById('bahasa-' + said.lang);
      if (choice) choice.click();
    }
  });

  // What the program asks and where it goes, to tell that an answer came and that the
  // next page begins at its top.
  var ask = tilik.ask, top = tilik.top;
  tilik.ask = function (path) {
    if (/\/checks$/.test(path)) asked = 'check';
    if (/\/reports$/.test(path)) asked = 'report';
    return ask.apply(tilik, arguments);
  };
  tilik.top = function () {
    top();
    post('top');
  };

  // The way out: a tab of its own. Without a network no report waits here, since
  // nobody could find it again.
  var out = document.createElement('p'), told = document.createElement('span'), link = document.createElement('a');
  out.className = 'keluar page';
  told.setAttribute('role', 'status');
  link.className = 'quiet';
  link.target = '_blank';
  link.rel = 'noopener';
  out.appendChild(told);
  out.appendChild(link);
  function word() {
    var words = texts[root.lang] || texts.id;
    link.textContent = words[0];
    told.textContent = navigator.onLine === false ? words[1] : '';
  }
  // The result of a report is in this frame alone.
  function lead() { link.href = location.pathname.replace(/hasil$/, 'status'); }
  link.addEventListener('focus', lead);
  link.addEventListener('mouseenter', lead);
  link.addEventListener('click', lead);
  addEventListener('online', word);
  addEventListener('offline', word);

  function begin() {
    root.classList.add('bingkai');
    word();
    lead();
    document.body.appendChild(out);
    new MutationObserver(word).observe(root, { attributes: true, attributeFilter: ['lang'] });
    new MutationObserver(measure).observe(document.getElementById('tilik'), { childList: true, subtree: true });
    if (window.ResizeObserver) new ResizeObserver(measure).observe(root); else setInterval(measure, 500);
    post('ready');
  }
  // Not before it looks as it will.
  var style = document.createElement('link');
  style.rel = 'stylesheet';
  style.href = 'framed.css';
  style.onload = style.onerror = function () {
    if (document.readyState !== 'loading') begin(); else document.addEventListener('DOMContentLoaded', begin);
  };
  document.head.appendChild(style);
})();
