// Asks the server whether a NIK is on a list.
import { useCallback, useState } from 'preact/hooks';

export function useCheck() {
  const [status, setStatus] = useState(null);
  const [busy, setBusy] = useState(false);
  const check = useCallback(
    async (nik) => {
      if (busy) return;
      setBusy(true);
      try {
        const answer = await fetch('/api/v1/checks', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ nik }),
        });
        if (!answer.ok) throw new Error(`status ${answer.status}`);
        setStatus((await answer.json()).status);
      } catch {
        setStatus('failed');
      } finally {
        setBusy(false);
      }
    },
    [busy],
  );
  return { status, busy, check };
}
