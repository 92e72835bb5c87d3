// The NIK field: grouped while typed, counted, judged, read back.
import { Fragment } from 'preact';
import { useMemo } from 'preact/hooks';
import { births, group, retype } from '../nik.js';

const ReadBack = ({ nik }) => {
  const dates = useMemo(() => births(nik), [nik]);
  return (
    <span role="status">
      {dates.map((date, place) => (
        <Fragment key={date}>
          {place ? ' atau ' : 'Lahir '}
          <b>{date}</b>
        </Fragment>
      ))}
    </span>
  );
};

export function NikField({ nik, wrong, field, onType, onDone }) {
  const input = (event) => {
    const box = event.currentTarget;
    const { digits, shown, caret } = retype(nik, box.value, box.selectionStart, event.inputType);
    if (shown !== box.value) {
      box.value = shown;
      box.setSelectionRange(caret, caret);
    }
    onType(digits);
  };
  const blur = (event) => {
    if (event.relatedTarget && event.relatedTarget.tagName !== 'BUTTON') onDone();
  };
  return (
    <>
      <div class={wrong ? 'field bad' : 'field'}>
        <label for="nik">NIK</label>
        <p class="hint" id="nik-hint">16 angka di KTP atau Kartu Keluarga</p>
        <p class="msg" id="nik-msg" aria-live="polite">{wrong}</p>
        <input
          class="box nik" id="nik" ref={field} inputMode="numeric" autoComplete="off" spellcheck={false}
          aria-describedby="nik-hint nik-msg" aria-invalid={wrong ? 'true' : 'false'}
          value={group(nik)} onInput={input} onBlur={blur}
        />
      </div>
      <div class="readback">
        <ReadBack nik={nik} />
        <span class="count" aria-hidden="true">{nik.length}/16</span>
      </div>
    </>
  );
}
