// Solves the server's proof of work (ALTCHA's format): finds the number whose
// SHA-256 together with the salt is the challenge. Plain old JavaScript and a hash
// of its own, since crypto.subtle is missing on pages without https. Runs as a
// worker; where there can be none, the page loads it and calls tilikProve.
(function () {
  'use strict';
  var K = [], H0 = [];
  (function () {
    // The constants are the fractions of the roots of the first primes.
    for (var n = 2, found = 0; found < 64; n++) {
      for (var d = 2, prime = true; d * d <= n; d++) if (n % d === 0) { prime = false; break; }
      if (!prime) continue;
      if (found < 8) H0[found] = fraction(Math.pow(n, 1 / 2));
      K[found++] = fraction(Math.pow(n, 1 / 3));
    }
    function fraction(x) { return ((x - Math.floor(x)) * 4294967296) | 0; }
  })();

  var W = new Int32Array(64);
  function block(h, words, at) {
    var i, x, y, t1, t2;
    for (i = 0; i < 16; i++) W[i] = words[at + i];
    for (; i < 64; i++) {
      x = W[i - 15]; y = W[i - 2];
      W[i] = (W[i - 16] + W[i - 7] + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3)
        + ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10)) | 0;
    }
    var a = h[0], b = h[1], c = h[2], d = h[3], e = h[4], f = h[5], g = h[6], k = h[7];
    for (i = 0; i < 64; i++) {
      t1 = (k + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + (e & f ^ ~e & g) + K[i] + W[i]) | 0;
      t2 = (((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & b ^ a & c ^ b & c)) | 0;
      k = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    h[0] = h[0] + a | 0; h[1] = h[1] + b | 0; h[2] = h[2] + c | 0; h[3] = h[3] + d | 0;
    h[4] = h[4] + e | 0; h[5] = h[5] + f | 0; h[6] = h[6] + g | 0; h[7] = h[7] + k | 0;
  }

  // The hash of an ASCII text, as eight words in h.
  function sha256(text, h) {
    var blocks = (text.length + 72) >>> 6, words = new Int32Array(blocks * 16), i;
    for (i = 0; i < text.length; i++) words[i >> 2] |= text.charCodeAt(i) << (24 - 8 * (i & 3));
    words[i >> 2] |= 0x80 << (24 - 8 * (i & 3));
    words[blocks * 16 - 1] = text.length * 8;
    for (i = 0; i < 8; i++) h[i] = H0[i];
    for (i = 0; i < blocks; i++) block(h, words, i * 16);
  }

  function solve(challenge, done) {
    var goal = [], h = new Int32Array(8), number = 0, slice = typeof document === 'undefined' ? 20000 : 1500;
    for (var i = 0; i < 8; i++) goal[i] = parseInt(challenge.challenge.substr(i * 8, 8), 16) | 0;
    (function some() {
      for (var end = number + slice; number < end && number <= challenge.maxnumber; number++) {
        sha256(challenge.salt + number, h);
        if (h[0] === goal[0] && h[1] === goal[1] && h[2] === goal[2] && h[3] === goal[3]
          && h[4] === goal[4] && h[5] === goal[5] && h[6] === goal[6] && h[7] === goal[7]) return done(number);
      }
      if (number > challenge.maxnumber) done(null); else setTimeout(some, 0);
    })();
  }

  // Answers {proof, expires} or {status, wait}; status 0 means no answer came.
  function prove(url, done) {
    fetch(url, { headers: { Accept: 'application/json' } }).then(function (response) {
      if (!response.ok) return done({ status: response.status, wait: +response.headers.get('Retry-After') || undefined });
      return response.json().then(function (c) {
        if (!c.required) return done({});
        var expires = /[?&]expires=(\d+)/.exec(c.salt);
        solve(c, function (number) {
          if (number === null) return done({ status: 500 });
          var proof = { algorithm: c.algorithm, challenge: c.challenge, number: number, salt: c.salt, signature: c.signature };
          done({ proof: btoa(JSON.stringify(proof)), expires: expires ? expires[1] * 1000 : undefined });
        });
      });
    }).catch(function () { done({ status: 0 }); });
  }

  if (typeof document === 'undefined') self.onmessage = function (event) { prove(event.data, postMessage); };
  else self.tilikProve = prove;
})();
