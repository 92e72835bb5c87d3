// Small things that several parts need: bytes as the server writes them and in a row,
// and work that is done once at a time.

function base64(bytes) {
  let text = '';
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text);
}

function unbase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

function joined(...parts) {
  const views = parts.map((part) => new Uint8Array(part));
  const all = new Uint8Array(views.reduce((sum, view) => sum + view.length, 0));
  let at = 0;
  for (const view of views) {
    all.set(view, at);
    at += view.length;
  }
  return all;
}

const utf8 = (text) => new TextEncoder().encode(text);

/** Who asks while it is being done waits for the same. */
function single(work) {
  let going = null;
  return () => {
    going = going || work().finally(() => { going = null; });
    return going;
  };
}
