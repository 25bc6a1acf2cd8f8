import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { useBrowserPages } from '../support/browser-pages.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { sendMails } from '../support/send-mails.js';

const openPage = useBrowserPages();

/** Each list: what its rows open, and what else opens by a button or link, as a form or a dialog. */
const lists = [
  { path: 'campaigns', opened: 'Campaign', opener: 'New campaign', form: true },
  { path: 'contacts', opened: 'Contact', opener: 'Add a contact', form: true },
  { path: 'webhooks', opened: 'Endpoint', opener: 'Add an endpoint', form: true },
  { path: 'requests', opened: 'Call', opener: 'Empty', form: false },
];

/** Where the words of the rows begin: one place where they are in line. */
const leftsOf = async (page: Page) => [
  ...new Set(
    await page
      .locator('[data-index] a')
      .evaluateAll((links) =>
        links.map((link) => link.firstElementChild ?? link).map((it) => it.getBoundingClientRect().left),
      ),
  ),
];
const hashOf = (page: Page) => new URL(page.url()).hash;
/** Where the focus is: the place of its row, the name of what was opened, a field, or the name of a button. */
const focusOf = (page: Page) =>
  page.evaluate(() => {
    const focused = document.activeElement;
    const row = focused?.closest<HTMLElement>('[data-index]')?.dataset['index'];
    if (row !== undefined) return `row ${row}`;
    if (focused instanceof HTMLInputElement) return 'field';
    return focused?.getAttribute('aria-label') ?? focused?.textContent.trim();
  });

it('opens, closes and comes back by keys alone, on every list', async () => {
  const emulator = await useEmulator();
  for (const email of ['ada@x.test', 'bob@x.test'])
    await callApi(emulator, '/contacts', { method: 'POST', body: { email } });
  const body = { name: 'N', subject: 'S', from_email: 'n@x.test', content: { html: '<p>a</p>' } };
  for (const name of ['One', 'Two']) {
    await callApi(emulator, '/campaigns', {
      method: 'POST',
      body: { ...body, name, recipients: { type: 'all' } },
    });
    await emulator.webhooks.add({ url: `http://127.0.0.1:9/${name}` });
  }
  const page = await openPage(emulator, '');
  const focus = () => expect.poll(() => focusOf(page));
  const press = (key: string) => page.keyboard.press(key);
  for (const { path, opened, opener, form } of lists) {
    await page.goto(`${emulator.url}/#/${path}`);
    await page.locator('[data-index="1"]').waitFor();
    await press('j');
    await press('j');
    await focus().toBe('row 1');
    await press('Enter');
    await focus().toBe(opened);
    // What is open is marked, and moves by nothing.
    await expect.poll(() => leftsOf(page)).toHaveLength(1);
    await press('k');
    await focus().toBe('row 0');
    await press('Enter');
    await focus().toBe(opened);
    const hash = hashOf(page);
    expect(hash).toMatch(new RegExp(`^#/${path}/\\w+$`));
    await press('Escape');
    await focus().toBe('row 0');
    expect(hashOf(page)).toBe(`#/${path}`);

    await page.locator('main').locator('a, button').filter({ hasText: opener }).first().focus();
    await press('Enter');
    if (form) await focus().toBe('field');
    else await focus().toBe('Cancel');
    await press('Escape');
    if (form) await press('Escape');
    await focus().toBe(opener);
    expect(hashOf(page)).toBe(`#/${path}`);
  }
  // A dialog that a button of its own ends, and a menu.
  await press('Enter');
  await press('Enter');
  await focus().toBe('Empty');
  await page.goto(`${emulator.url}/#/requests/${(await emulator.requests.list())[0]?.id}`);
  const menu = page.getByRole('button', { name: 'Make the next one fail' });
  await menu.press('Enter');
  await page.getByRole('button', { name: '500 error' }).waitFor();
  await press('Escape');
  await page.getByRole('button', { name: '500 error' }).waitFor({ state: 'detached' });
  await focus().toBe('Make the next one fail');
});

/** Presses keys one right after the other, before the browser draws again; says where the focus is in the end. */
const pressInOneFrame = (page: Page, keys: readonly string[]) =>
  page.evaluate(async (pressed) => {
    const frame = () => new Promise(requestAnimationFrame);
    const task = () => new Promise((done) => setTimeout(done));
    await frame();
    for (const key of pressed) {
      const target = document.activeElement ?? document.body;
      target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      await Promise.resolve();
    }
    await frame();
    await frame();
    await task();
    return document.activeElement?.id;
  }, keys);

it('`/` right after Escape leaves the focus in the search, on every list', async () => {
  const emulator = await useEmulator();
  await sendMails(emulator, ['One', 'Two', 'Three']);
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'ada@x.test' } });
  const body = { name: 'N', subject: 'S', from_email: 'n@x.test', content: { html: '<p>a</p>' } };
  await callApi(emulator, '/campaigns', { method: 'POST', body: { ...body, recipients: { type: 'all' } } });
  const page = await openPage(emulator, '#/inbox');
  const mails = page.getByRole('listbox').getByRole('option');
  const open = async () => {
    await mails.first().click();
    await page.getByRole('article').waitFor();
  };
  const pick = async () => {
    await mails.last().click({ modifiers: ['Control'] });
    await page.getByRole('group', { name: 'Selected messages' }).waitFor();
  };
  const ways: [string, (() => Promise<void>)[], string[]][] = [
    ['one is open', [open], ['Escape', '/']],
    ['one is picked', [pick], ['Escape', '/']],
    ['one is open, others are picked', [open, pick], ['Escape', 'Escape', '/']],
    ['another tab is chosen', [open, () => page.getByRole('tab').first().focus()], ['ArrowRight', '/']],
  ];
  for (const [what, acts, keys] of ways) {
    await page.goto(`${emulator.url}/#/inbox`);
    for (const act of acts) await act();
    expect([what, await pressInOneFrame(page, keys)]).toEqual([what, 'search']);
    await page.reload();
  }
  for (const list of ['campaigns', 'contacts']) {
    await page.goto(`${emulator.url}/#/${list}`);
    await page.locator('[data-index="0"] a').click();
    await page.locator('[data-pane]').waitFor();
    expect([list, await pressInOneFrame(page, ['Escape', '/'])]).toEqual([list, 'search']);
  }
});

it('a form that was opened takes the focus once, not again with each change in it', async () => {
  const page = await openPage(await useEmulator(), '#/webhooks');
  await page.getByRole('button', { name: 'Add an endpoint' }).press('Enter');
  await expect.poll(() => focusOf(page)).toBe('field');
  const box = page.getByRole('checkbox', { name: 'opened' });
  await box.press('Space');
  await expect.poll(() => box.isChecked()).toBe(false);
  await page.keyboard.press('Space');
  await expect.poll(() => box.isChecked()).toBe(true);
});

it('a field that had the focus and lost it before the next frame does not get it back', async () => {
  const page = await openPage(await useEmulator(), '#/webhooks');
  const opener = await page.getByRole('button', { name: 'Add an endpoint' }).elementHandle();
  const focused = await page.evaluate(async (button) => {
    const frame = () => new Promise(requestAnimationFrame);
    await frame();
    (button as HTMLElement).click();
    await Promise.resolve();
    const field = document.activeElement as HTMLElement;
    field.blur();
    await frame();
    await frame();
    return [field.tagName, document.activeElement?.tagName];
  }, opener);
  expect(focused).toEqual(['INPUT', 'BODY']);
});
