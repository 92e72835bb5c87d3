// What the kiosk's own keys make of a text.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { press, keysFor } = load(['keypad'], ['press', 'keysFor']);

/** `|` is the caret, `[…]` what is chosen. */
function after(shown, key, longest) {
  const start = shown.search(/[|[]/);
  const end = shown.includes(']') ? shown.indexOf(']') - 1 : start;
  const value = shown.replace(/[|[\]]/g, '');
  const next = press({ value, start, end, longest }, key);
  return next && `${next.value.slice(0, next.caret)}|${next.value.slice(next.caret)}`;
}

test('a character goes in at the caret, and in place of what is chosen', () => {
  assert.equal(after('|', '3'), '3|');
  assert.equal(after('35|16', '1'), '351|16');
  assert.equal(after('3[51]6', '9'), '39|6');
  assert.deepEqual(press({ value: '3', start: 1, end: 1 }, '5'), { value: '35', caret: 2, did: 'insertText', data: '5' });
});

test('back takes the character before the caret, or what is chosen', () => {
  assert.equal(after('35|1', 'back'), '3|1');
  assert.equal(after('3[51]6', 'back'), '3|6');
  assert.equal(after('|351', 'back'), null);
  assert.equal(after('[35]1', 'back'), '|1');
  assert.equal(after('a𝟑|b', 'back'), 'a|b', 'a pair of surrogates is one character');
  assert.equal(press({ value: '35', start: 2, end: 2 }, 'back').did, 'deleteContentBackward');
});

test('the caret moves and stays within', () => {
  assert.equal(after('35|1', 'left'), '3|51');
  assert.equal(after('|351', 'left'), '|351');
  assert.equal(after('351|', 'right'), '351|');
  assert.equal(press({ value: '35', start: 1, end: 1 }, 'left').did, undefined, 'nothing was typed');
});

test('a full box takes no more', () => {
  assert.equal(after('123456|', '7', 6), null);
  assert.equal(after('12[34]56', '7', 6), '127|56');
});

test('each box has its keys', () => {
  const box = (attributes, type = 'text', className = 'box', keys) => ({ type, className, dataset: { keys }, getAttribute: (name) => attributes[name] ?? null });
  assert.equal(keysFor(box({ inputmode: 'numeric' })), 'digits');
  assert.equal(keysFor(box({ inputmode: 'none' }, 'text', 'box', 'numeric')), 'digits');
  assert.equal(keysFor(box({}, 'tel')), 'phone');
  assert.equal(keysFor(box({}, 'text', 'box box--code')), 'code');
  assert.equal(keysFor(box({}, 'textarea')), 'letters');
});
