// One item to the server, and what its answer means for the outbox.

function makeSender({ session }) {
  return async (item, patience) => {
    const answer = await session.ask('/api/v1/kiosk/reports', {
      // It may have been taken before this device was enrolled anew.
      body: { sealed: base64(item.sealed), kiosk: item.kiosk },
      headers: { 'Idempotency-Key': item.key },
      patience,
    });
    const { status, value, wait } = answer;
    if (status === 201 || status === 200) return { kind: 'sent', answer: value };
    if (status === SLOW) return { kind: 'late' };
    if (status === OFFLINE || status === LOST) return { kind: 'gone' };
    if (status === 429 || status === 503) return { kind: 'busy', wait: (wait || 0) * 1000 };
    if (status === 401 || status === 403) return { kind: session.isRevoked() ? 'refused' : 'busy' };
    // A proxy has pages of its own; only the server's word makes an item bad.
    const word = wordOf(value);
    if ([400, 409, 413, 422].includes(status) && word) return { kind: 'bad', word, status, value };
    return { kind: 'odd' };
  };
}
