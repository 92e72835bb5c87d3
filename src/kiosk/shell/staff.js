// The corner for the staff: enrolment, and what a kiosk's keeper must know and do.

const PIN = /^\d{6}$/;

function makeStaff({ sheets, texts, session, snapshot, store, items, tickets, outbox, door, clock, settings, release, act }) {
  const { t } = texts;

  const field = (id, label, more = {}) => [
    el('label', { for: id, text: label }),
    el('input', { class: 'box', id, name: id, autocomplete: 'off', 'aria-describedby': `${id}-msg`, ...more }),
  ];
  const pinField = (id, label) => field(id, label, { type: 'password', inputmode: 'numeric', maxlength: '6' });
  const alert = (id) => el('p', { class: 'msg', id, role: 'alert' });

  /** A form that says what is wrong and stays. */
  function form(name, heading, parts, submit, ...after) {
    return (done) => {
      const fault = alert(`${name}-msg`);
      const send = el('button', { type: 'submit', class: 'btn', text: t(`${name}.go`) });
      let busy = false;
      return el('form', {
        class: 'sheet__in', novalidate: true,
        submit: async (event) => {
          event.preventDefault();
          if (busy) return;
          busy = true;
          send.setAttribute('aria-disabled', 'true');
          fault.textContent = '';
          const given = Object.fromEntries([...event.target.querySelectorAll('input')].map((box) => [box.id, box.value.trim()]));
          const wrong = await submit(given, done).catch(() => 'failed');
          busy = false;
          send.setAttribute('aria-disabled', 'false');
          if (wrong) fault.textContent = t(`${name}.${wrong}`);
        },
      }, title(name, t(heading), false), el('p', { text: t(`${name}.text`) }), fault, ...parts, send, ...after.map((make) => make(done)));
    };
  }

  /** A kiosk that is none yet: the officer's one-time code, and a PIN twice. */
  async function enrol() {
    return sheets.ask('enrol', form('enrol', 'enrol.title', [
      ...field('code', t('enrol.code'), { class: 'box box--code', autofocus: true }),
      ...pinField('pin', t('enrol.pin')),
      ...pinField('pin2', t('enrol.pin_again')),
    ], async ({ code, pin, pin2 }, done) => {
      if (!code) return 'no_code';
      if (!PIN.test(pin)) return 'no_pin';
      if (pin !== pin2) return 'pins_differ';
      const { answer, device } = await session.enrol(code.toUpperCase(), pin);
      if (!device) {
        const field = answer.value?.errors?.[0]?.field;
        if (answer.status === 404 || field === 'code') return 'bad_code';
        if (field === 'pin') return 'no_pin';
        return answer.status < 100 ? 'offline' : 'failed';
      }
      await act.enrolled({ ...device, pin: await keepPin(pin) });
      done(true);
      return null;
    }), { escape: false });
  }

  /** Asks for the PIN. `keys` where the server unlocked the kiosk, `door` where only the
      corner is open, null. */
  async function open() {
    return sheets.ask('pin', form('pin', 'pin.title', pinField('pin', t('pin.label')).map((part, place) => {
      if (place === 1) part.autofocus = true;
      return part;
    }), async ({ pin }, done) => {
      if (!PIN.test(pin)) return 'six';
      const answer = session.isRevoked() ? { status: 401 } : await snapshot.unlock(pin);
      if (answer.status === 200) {
        done('keys');
        return null;
      }
      if (answer.status === 422 && answer.value?.errors?.[0]?.field === 'pin') return 'wrong';
      if (answer.status === 429) return 'rest';
      // The server cannot tell: the corner opens by what the device knows.
      const said = await door.fits(pin, (await store.get('device', 'kiosk'))?.pin);
      if (said !== 'open') return said;
      done('door');
      return null;
    }, (done) => button(t('message.cancel'), () => done(null), 'btn--plain')));
  }

  const row = (label, value, id) => el('div', {}, el('dt', { text: label }), el('dd', { text: value, id }));

  async function facts() {
    const summary = summaryOf(await items.all());
    const header = snapshot.header();
    const { left } = await store.room();
    const lists = header ? t('staff.lists_value', { date: texts.day(header.data_as_of), version: header.version, people: header.people }) : t('staff.none');
    const oldest = summary.oldest === null ? '' : t('staff.oldest', { moment: texts.moment(summary.oldest) });
    const state = session.isRevoked() ? 'staff.revoked' : snapshot.isOpen() ? 'staff.open' : 'staff.locked';
    return {
      summary,
      rows: [
        row(t('staff.place'), settings.get().place || ''),
        row(t('staff.state'), t(state, { minutes: snapshot.minutesLeft() })),
        row(t('staff.waiting'), [t('staff.reports', { count: summary.waiting }), oldest].filter(Boolean).join(' '), 'staff-waiting'),
        row(t('staff.sent'), t('staff.reports', { count: summary.sent })),
        row(t('staff.tickets'), String(await tickets.count())),
        row(t('staff.lists'), snapshot.isTooOld() ? `${lists} ${t('staff.too_old')}` : lists),
        row(t('staff.storage'), left === null ? t('staff.unknown') : t('staff.megabytes', { count: Math.floor(left / 1048576) })),
        row(t('staff.clock'), texts.moment(clock.now())),
        row(t('staff.release'), release.waiting() ? t('staff.release_waits', { release: release.name }) : release.name),
      ],
    };
  }

  function problems({ bad, differing }) {
    const list = (heading, all, line) => (all.length ? [
      el('h2', { text: t(heading) }),
      el('ul', { class: 'plain' }, all.slice(-20).map((item) => el('li', { text: line(item) }))),
    ] : []);
    const outcome = (word) => t(`outcome.${word}`);
    return [
      ...list('staff.differing', differing, (item) => t('staff.differing_line', { ticket: item.ticket, told: outcome(item.provisional), now: outcome(item.outcome) })),
      ...list('staff.bad', bad, (item) => t('staff.bad_line', { ticket: item.ticket, word: item.word })),
    ];
  }

  /** The corner itself. */
  async function corner() {
    return sheets.ask('staff', (done, sheet) => {
      const shown = el('dl', { class: 'answers', id: 'staff-facts' });
      const troubled = el('div');
      const said = el('p', { class: 'notice', role: 'status', hidden: true });
      const say = (key, names) => {
        said.hidden = false;
        said.textContent = t(key, names);
      };
      const show = async () => {
        const { rows, summary } = await facts();
        if (!sheet.isConnected) return;
        shown.replaceChildren(...rows);
        troubled.replaceChildren(...problems(summary));
      };
      const toggle = (name) => {
        const one = button('', async () => {
          await settings.put({ [name]: !settings.get()[name] });
          label();
        }, 'btn--plain');
        const label = () => {
          one.setAttribute('aria-pressed', String(!!settings.get()[name]));
          one.textContent = t(`staff.${name}_${settings.get()[name] ? 'on' : 'off'}`);
        };
        label();
        return one;
      };
      const sync = button(t('staff.sync'), async () => {
        say('staff.syncing');
        await act.sync();
        await show();
        const { waiting } = summaryOf(await items.all());
        say(waiting ? 'staff.synced_some' : 'staff.synced', { count: waiting });
      });
      const lock = button(t('staff.lock'), async () => {
        snapshot.lock();
        await show();
        say('staff.locked');
      }, 'btn--plain');
      show();
      return [
        title('staff', t('staff.title')), said, shown, troubled,
        el('div', { class: 'pair' }, sync, lock, toggle('sound'), toggle('contrast'),
          release.waiting() ? button(t('staff.update'), () => done('update'), 'btn--plain') : null,
          session.isRevoked() ? button(t('staff.enrol'), () => done('enrol'), 'btn--plain') : null),
        button(t('staff.close'), () => done()),
      ];
    });
  }

  return { enrol, open, corner };
}
