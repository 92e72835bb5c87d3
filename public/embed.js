// Tilik in the page of another site: <tilik-embed page="cek"> with a link inside for
// who has no scripts. docs/embed.md is for the author of that page. Old syntax, as
// everything here; a browser without custom elements shows the link.
(function () {
  if (!window.customElements || !window.URL || customElements.get('tilik-embed')) return;
  // The pages are where this script lies. A module has no currentScript.
  var script = document.currentScript || document.querySelector('script[src$="/embed.js"]');
  if (!script) return;
  var home = new URL('.', script.src), all = [], LOWEST = 160, HIGHEST = 8000;

  // It has no vote in what the host's page looks like, and the host's styles end at
  // the shadow root. A sheet made by script needs nothing of the host's policy.
  var rules = ':host{display:block;position:relative;width:100%}:host([hidden]){display:none}', sheet;
  try { sheet = new CSSStyleSheet(); sheet.replaceSync(rules); } catch (old) { sheet = null; }

  function put(element, styles) {
    for (var name in styles) element.style[name] = styles[name];
  }
  function one_of(value, words) { return words.indexOf(value) < 0 ? '' : value; }

  // Lazy: what is far down, or in a tab that is not shown, loads when it is seen.
  var seen = window.IntersectionObserver && new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) { if (entry.isIntersecting) entry.target.open(); });
  }, { rootMargin: '300px' });

  class TilikEmbed extends HTMLElement {
    constructor() {
      super();
      var root = this.attachShadow({ mode: 'open' }), style;
      if (sheet && root.adoptedStyleSheets) root.adoptedStyleSheets = [sheet];
      else {
        style = document.createElement('style');
        style.textContent = rules;
        root.appendChild(style);
      }
      // The link inside stays in sight until the frame says that it is there: where it
      // is refused, or no network is, that is all there is.
      this.slotted = document.createElement('slot');
      var link = document.createElement('a');
      link.textContent = 'Tilik';
      this.slotted.appendChild(link);
      root.appendChild(this.slotted);
      this.link = link;
    }

    connectedCallback() {
      all.push(this);
      this.link.href = this.address();
      if (seen && this.getAttribute('loading') !== 'eager') seen.observe(this);
      else this.open();
    }

    disconnectedCallback() {
      all.splice(all.indexOf(this), 1);
      if (seen) seen.unobserve(this);
      this.close();
    }

    attributeChangedCallback(name, before, now) {
      if (before === now || !this.isConnected) return;
      this.link.href = this.address();
      if (!this.frame) return;
      if (name === 'page') {
        this.close();
        this.open();
      } else if (name === 'lang') this.say({ say: 'lang', lang: this.tag() });
      else this.dress();
    }

    page() { return one_of(this.getAttribute('page'), ['cek', 'lapor', 'status']) || 'cek'; }
    tag() { return one_of(this.getAttribute('lang'), ['id', 'jv', 'mad', 'en']); }
    address() { return home.href + (this.tag() && this.tag() + '/') + this.page(); }

    open() {
      if (this.frame) return;
      if (seen) seen.unobserve(this);
      var frame = this.frame = document.createElement('iframe');
      frame.title = this.title || this.textContent.trim() || 'Tilik';
      frame.setAttribute('part', 'frame');
      // It may print, save and share a ticket, and open a tab; it may not lead the
      // host's page elsewhere.
      frame.setAttribute('sandbox', 'allow-scripts allow-same-origin allow-forms allow-modals allow-downloads allow-popups allow-popups-to-escape-sandbox');
      frame.setAttribute('allow', 'clipboard-write' + (navigator.share ? '; web-share' : ''));
      frame.referrerPolicy = 'no-referrer';
      put(frame, { position: 'absolute', top: 0, left: 0, width: '100%', height: '100%', border: 0, visibility: 'hidden' });
      frame.src = this.address();
      this.shadowRoot.appendChild(frame);
    }

    close() {
      if (this.frame) this.shadowRoot.removeChild(this.frame);
      this.frame = null;
      this.ready = false;
      this.slotted.style.display = '';
    }

    say(what) {
      what.tilik = 1;
      this.frame.contentWindow.postMessage(what, home.origin);
    }

    dress() {
      var styles = getComputedStyle(this);
      this.say({
        say: 'look',
        accent: this.getAttribute('accent') || styles.getPropertyValue('--tilik-accent').trim(),
        round: styles.getPropertyValue('--tilik-round').trim()
      });
    }

    tell(name, detail) {
      this.dispatchEvent(new CustomEvent('tilik:' + name, { bubbles: true, detail: detail }));
    }

    hear(said) {
      if (said.say === 'ready') {
        // Again when the frame loads another of its pages.
        this.dress();
        if (this.ready) return;
        this.ready = true;
        this.slotted.style.display = 'none';
        put(this.frame, { position: 'static', display: 'block', height: LOWEST + 'px', visibility: '' });
        this.tell('ready', { page: this.page() });
      } else if (!this.ready) {
        return;
      } else if (said.say === 'height' && typeof said.height === 'number' && isFinite(said.height)) {
        var height = Math.min(Math.max(Math.ceil(said.height), LOWEST), HIGHEST);
        if (this.frame.style.height === height + 'px') return;
        this.frame.style.height = height + 'px';
        this.tell('resize', { height: height });
      } else if (said.say === 'top') {
        // The next question begins above what is in sight. Only for who is at it.
        if (document.activeElement === this && this.getBoundingClientRect().top < 0) this.scrollIntoView();
      } else if (said.say === 'answered' && one_of(said.kind, ['check', 'report'])) {
        this.tell('verdict', { kind: said.kind });
      }
    }
  }
  TilikEmbed.observedAttributes = ['page', 'lang', 'accent'];

  // Nothing is believed but what a frame of ours says from our origin, and of that only
  // the words above.
  addEventListener('message', function (event) {
    var said = event.data;
    if (event.origin !== home.origin || !event.source || !said || said.tilik !== 1) return;
    all.forEach(function (one) {
      if (one.frame && one.frame.contentWindow === event.source) one.hear(said);
    });
  });
  customElements.define('tilik-embed', TilikEmbed);
})();
