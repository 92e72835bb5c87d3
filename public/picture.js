// The ticket as a picture, for who keeps things in the gallery. Loaded when it is
// first asked for. tilikPicture(number, owner, label, day) saves it and says so.
window.tilikPicture = function (number, owner, label, day) {
  var canvas = document.createElement('canvas'), fonts = 'system-ui, Roboto, "Noto Sans", sans-serif';
  canvas.width = 1080;
  canvas.height = 620;
  var pen = canvas.getContext('2d');
  function bar(colour, height) { pen.fillStyle = colour; pen.fillRect(0, 0, canvas.width, height); }
  function write(colour, font, text, down) { pen.fillStyle = colour; pen.font = font; pen.fillText(text, 72, down); }
  bar('#fff', canvas.height);
  bar('#003d33', 150);
  write('#fff', '700 52px ' + fonts, 'Tilik', 72);
  write('#fff', '34px ' + fonts, owner, 122);
  write('#4a5a54', '40px ' + fonts, label, 270);
  write('#16211d', '700 116px ui-monospace, "Roboto Mono", monospace', number, 400);
  write('#4a5a54', '40px ' + fonts, day, 500);
  var link = document.createElement('a');
  link.href = canvas.toDataURL();
  link.download = 'nomor-laporan-tilik.png';
  link.click();
  return true;
};
