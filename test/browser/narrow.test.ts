import { expect, it } from 'vitest';
import { useBrowserPages } from '../support/browser-pages.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { sendMails } from '../support/send-mails.js';

const openPage = useBrowserPages();

/** What a person reads in the page and lies beyond its right edge, but for what scrolls by itself or ends in an ellipsis. */
const outside = `[...document.querySelectorAll('main :is(td, th, .chip, .button, h2, h3, dt, dd, li, p, label)')]
  .filter((part) => part.checkVisibility() && !part.closest('.hidden, pre, [aria-hidden=true]'))
  .filter((part) => part.getBoundingClientRect().width > 1 && part.textContent.trim() !== '')
  .filter((part) => {
    const text = document.createRange();
    text.selectNodeContents(part);
    const cut = [...part.querySelectorAll('*'), part].some((inner) => getComputedStyle(inner).textOverflow === 'ellipsis');
    const right = Math.max(part.getBoundingClientRect().right, cut ? 0 : text.getBoundingClientRect().right);
    if (right <= innerWidth + 1) return false;
    for (let at = part.parentElement; at && !at.matches('main, article, .rows-scroll'); at = at.parentElement)
      if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return false;
    return true;
  })
  .map((part) => part.tagName + ' ' + part.textContent.trim().slice(0, 40))`;

it('with text at 200 % on a phone all that is read is on the screen', async () => {
  const emulator = await useEmulator({ fixture: ['docs'] });
  const sent = (await emulator.campaigns.list()).find(({ status }) => status === 'sent');
  const { data: contacts } = await callApi<{ id: string; email: string }[]>(emulator, '/contacts?limit=2');
  await emulator.suppressions.add(contacts[0]?.email ?? '', 'complained');
  await emulator.snapshots.save('one');
  // A phone of 390 px whose text is twice as large has room for as much as one of 195.
  const page = await openPage(emulator, '#/settings', { width: 195, height: 420 });
  const places = [
    ...['campaigns', `campaigns/${sent?.id}`, 'contacts', `contacts/${contacts[0]?.id}`, 'contacts/import'],
    ...['webhooks', 'webhooks/new', 'requests', 'settings/data', 'settings/clock', 'settings/snapshots'],
  ];
  const found: Record<string, string[]> = {};
  for (const place of places) {
    await page.evaluate((hash) => (location.hash = hash), `#/${place}`);
    await expect.poll(() => page.locator('main [aria-busy=true]').count()).toBe(0);
    await page.waitForTimeout(300);
    const beyond = await page.evaluate<string[]>(outside);
    if (beyond.length > 0) found[place] = beyond;
  }
  expect(found).toEqual({});
});

it('the chips of a contact are whole at every width', async () => {
  const emulator = await useEmulator();
  await emulator.contacts.import('email\nann@x.test\nbob@x.test\ncy@x.test');
  const { data: contacts } = await callApi<{ id: string; email: string }[]>(emulator, '/contacts');
  const reasons = ['complained', 'bounced', 'manual'] as const;
  for (const [at, { id, email }] of contacts.entries()) {
    await callApi(emulator, `/contacts/${id}`, { method: 'PUT', body: { status: 'unsubscribed' } });
    await emulator.suppressions.add(email, reasons[at] ?? 'manual');
  }
  const page = await openPage(emulator, '#/contacts');
  await page.getByText('Complained').waitFor();
  const cut: number[] = [];
  for (const width of [195, 320, 390, 480, 600, 640, 768, 900, 1000, 1024, 1100, 1280, 1440, 1920]) {
    await page.setViewportSize({ width, height: 800 });
    const isCut = await page.locator('.contacts-marks-line').evaluateAll((lines) =>
      lines.some((line) => {
        const end = Math.min(line.getBoundingClientRect().right, window.innerWidth);
        return [...line.children].some((chip) => chip.getBoundingClientRect().right > end + 0.5);
      }),
    );
    if (isCut) cut.push(width);
  }
  expect(cut).toEqual([]);
});

it('the count of unread mail is whole and covers neither its sign nor another tab of the bar of a phone', async () => {
  const emulator = await useEmulator();
  await sendMails(
    emulator,
    Array.from({ length: 1100 }, (_, n) => `Mail ${n}`),
  );
  const page = await openPage(emulator, '#/contacts', { width: 390, height: 800 });
  await page.getByRole('link', { name: 'Inbox 1,100 unread' }).waitFor();
  const found: string[] = [];
  for (const width of [390, 320])
    for (const place of ['contacts', 'inbox']) {
      await page.setViewportSize({ width, height: 800 });
      await page.getByRole('link', { name: place === 'inbox' ? /^Inbox/ : 'Contacts' }).click();
      const [badge, bar, ...others] = await page
        .locator('.badge, .pages, .pages svg')
        .evaluateAll((all) =>
          ['badge', 'pages', 'icon']
            .flatMap((name) => all.filter((it) => it.classList.contains(name)))
            .map((it) => it.getBoundingClientRect().toJSON() as DOMRect),
        );
      if (!badge || !bar) throw new Error('No bar');
      if (badge.left < bar.left - 0.5 || badge.right > bar.right) found.push(`cut in ${place} at ${width}`);
      for (const { left, right, top, bottom } of others)
        if (
          left < badge.right - 1 &&
          right > badge.left + 1 &&
          top < badge.bottom - 1 &&
          bottom > badge.top + 1
        )
          found.push(`covers a sign in ${place} at ${width}`);
    }
  expect(found).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByText('1,100', { exact: true }).first().waitFor();
});

it('a recipient that is cut in the inbox keeps the end of the local part, which tells it from others', async () => {
  const emulator = await useEmulator();
  const to = [
    'mateo.andersen.of.the.long.address222@mail-customers.example.com',
    'Mateo Andersen <mateo.andersen222@mail-customers.example.com>',
    'A name that fills more than the whole of the line <mateo.andersen222@x.test>',
    'ann@x.test',
  ];
  for (const address of to) await sendMails(emulator, [address], { to: address });
  const page = await openPage(emulator, '#/inbox', { width: 320, height: 800 });
  const ends = () =>
    page.locator('.row-email').evaluateAll((all) =>
      all.map((it) => {
        const tail = [...it.childNodes].find((node) => node instanceof Text);
        const range = document.createRange();
        if (tail) range.selectNodeContents(tail);
        const line = it.parentElement?.getBoundingClientRect();
        const { left, right } = range.getBoundingClientRect();
        return [tail?.textContent, left >= (line?.left ?? 0) && right <= (line?.right ?? 0)];
      }),
    );
  const whole = [
    ['ann', true],
    ['sen222', true],
    ['sen222', true],
    ['ess222', true],
  ];
  for (const width of [320, 390, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await expect.poll(ends).toEqual(whole);
  }
});

it('shows all files of a mail without a list that scrolls by itself, and counts them as the row does', async () => {
  const emulator = await useEmulator();
  const files = Array.from({ length: 40 }, (_, n) => ({ filename: `file-${n}.txt`, content: 'x' }));
  const picture = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  await sendMails(emulator, ['Files'], {
    html: '<p>See <img src="cid:p"></p>',
    attachments: [{ filename: 'p.png', content: picture, cid: 'p' }, ...files],
  });
  const [mail] = await emulator.inbox.list();
  expect(mail?.attachment_count).toBe(40);
  for (const [width, shown] of [
    [390, 3],
    [1280, 6],
  ] as const) {
    const page = await openPage(emulator, `#/inbox/${mail?.id}`, { width, height: 800 });
    const list = page.getByRole('list', { name: 'Attachments' });
    const items = list.getByRole('listitem');
    await page.getByText('40 attachments, 1 more in the text').waitFor();
    expect(await items.count()).toBe(shown);
    await page.getByRole('button', { name: `Show ${41 - shown} more` }).click();
    await expect.poll(() => items.count()).toBe(41);
    expect(await items.last().innerText()).toMatch(/in the text/);
    expect(await list.evaluate((it) => it.scrollHeight <= it.clientHeight)).toBe(true);
    await page.getByRole('button', { name: 'Show fewer' }).click();
    await expect.poll(() => items.count()).toBe(shown);
  }
});

it('no address of a contact is cut before its domain is, at any width', async () => {
  const emulator = await useEmulator();
  await emulator.contacts.import('email\nmateo.andersen2221@mail-customers.example.net');
  const page = await openPage(emulator, '#/contacts');
  const head = page.locator('.contacts-email-head');
  await head.waitFor();
  const cut: number[] = [];
  for (const width of [320, 390, 500, 640, 768, 900, 1024, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    if (await head.evaluate((it) => it.scrollWidth > it.clientWidth)) cut.push(width);
  }
  expect(cut).toEqual([]);
});

it('a long name is whole within the question that has it', async () => {
  const emulator = await useEmulator();
  const name = 'a'.repeat(64);
  await emulator.snapshots.save(name);
  await callControl(emulator, '/keys', {
    method: 'POST',
    body: { name: 'k'.repeat(80), permissions: ['contacts:read'] },
  });
  const page = await openPage(emulator, '#/settings/snapshots');
  const isWithin = async (button: string) => {
    await page.getByRole('button', { name: button }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    expect(await dialog.evaluate((box) => box.scrollWidth <= box.clientWidth)).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  };
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`${emulator.url}/#/settings/snapshots`);
    await isWithin(`Restore ${name}`);
    await isWithin(`Delete ${name}`);
    await page.goto(`${emulator.url}/#/settings/keys`);
    await isWithin(`Revoke ${'k'.repeat(80)}`);
  }
});
