// Short tones, off unless the staff wants them.

const TONES = { key: [[900, 0.03]], good: [[660, 0.1], [880, 0.14]], warn: [[440, 0.16], [440, 0.16]] };

function makeSound(on) {
  let audio = null;
  return (name) => {
    if (!on()) return;
    try {
      audio = audio || new AudioContext();
      let at = audio.currentTime;
      for (const [pitch, length] of TONES[name]) {
        const tone = audio.createOscillator(), volume = audio.createGain();
        tone.frequency.value = pitch;
        volume.gain.setValueAtTime(0.12, at);
        volume.gain.exponentialRampToValueAtTime(0.001, at + length);
        tone.connect(volume).connect(audio.destination);
        tone.start(at);
        tone.stop(at + length);
        at += length + 0.05;
      }
    } catch (silent) { /* a device without sound is silent */ }
  };
}
