// Reads a page out, sentence by sentence: some browsers stop in the middle of a
// long text. Loaded when it is first asked for. tilikRead(id, language, done) tells
// `done` at the end whether it could.
(function () {
  var turn = 0;
  window.tilikHush = function () {
    turn++;
    speechSynthesis.cancel();
  };
  window.tilikRead = function (id, language, done) {
    var mine = ++turn, speech = window.speechSynthesis, place = document.getElementById(id);
    var voice = speech && speech.getVoices().filter(function (voice) {
      return voice.lang.slice(0, 2).toLowerCase() === language.slice(0, 2);
    })[0];
    if (!voice || !place) return done(false);
    // Numbers are read digit by digit: a NIK is no amount.
    var text = place.innerText.replace(/\d[\d ]{5,}\d/g, function (number) { return number.replace(/ /g, '').split('').join(' '); });
    var sentences = text.split(/[.?!:]\s|\n+/).map(function (one) { return one.trim(); }).filter(Boolean);
    speech.cancel();
    (function next() {
      if (mine !== turn) return;
      if (!sentences.length) return done(true);
      var said = new SpeechSynthesisUtterance(sentences.shift());
      said.voice = voice;
      said.lang = voice.lang;
      said.rate = 0.9;
      said.onend = next;
      said.onerror = function (event) {
        if (mine === turn) done(event.error === 'canceled' || event.error === 'interrupted');
      };
      speech.speak(said);
    })();
  };
})();
