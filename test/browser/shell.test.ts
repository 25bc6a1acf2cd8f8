import { expect, it } from 'vitest';
import { connect } from '../../src/index.js';
import { useBrowserPages } from '../support/browser-pages.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { sendMails } from '../support/send-mails.js';

const openPage = useBrowserPages();

it('follows the workspace that is chosen, on all pages and after a reload, and says where there is none', async () => {
  const emulator = await useEmulator();
  const other = await emulator.workspace();
  await sendMails(emulator, ['In the default one']);
  const page = await openPage(emulator, '');
  await page.getByRole('option', { name: /In the default one/ }).waitFor();
  await page.getByRole('combobox', { name: 'Workspace' }).selectOption(other.id);
  await page.getByRole('heading', { name: 'Nothing has landed yet' }).waitFor();
  expect(new URL(page.url()).searchParams.get('workspace')).toBe(other.id);
  await page.reload();
  await page.getByRole('heading', { name: 'Nothing has landed yet' }).waitFor();
  await callApi(await connect(emulator.url, other.id), '/contacts', { key: other.apiKey });
  await page.getByRole('link', { name: 'Requests' }).click();
  await page.getByRole('link', { name: /GET .*contacts/ }).waitFor();
  await page.goto(`${emulator.url}/?workspace=ws_gone#/inbox`);
  await page.getByText('There is no workspace').waitFor();
  await page.getByRole('button', { name: 'Open the default workspace' }).click();
  await page.getByRole('option', { name: /In the default one/ }).waitFor();
});

it.each([1440, 1280, 768, 390, 320])('shows a clock that is not real time at %i px', async (width) => {
  const emulator = await useEmulator();
  const page = await openPage(emulator, '#/requests', { width, height: 700 });
  const marks = page.getByText(/frozen/).filter({ visible: true });
  await expect.poll(() => marks.count()).toBe(0);
  await emulator.clock.freeze('2031-01-02T03:04:05Z');
  await marks.first().waitFor();
  await expect
    .poll(() => page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'))
    .toBe(true);
});

it('finds pages, campaigns, contacts and actions with the keyboard alone', async () => {
  const emulator = await useEmulator();
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'ada@x.test', first_name: 'Ada' } });
  const page = await openPage(emulator, '');
  // What is typed while the palette is on its way is for it, and no command of the page.
  let arrive = () => {};
  const isThere = new Promise<void>((resolve) => (arrive = resolve));
  await page.route('**/palette-*.js', (route) => isThere.then(() => route.continue()));
  await page.keyboard.press('Control+k');
  await page.keyboard.type('gwx');
  arrive();
  const field = page.getByRole('combobox', { name: /Find a page/ });
  await expect.poll(() => field.inputValue()).toBe('gwx');
  await page.keyboard.press('Escape');
  await field.waitFor({ state: 'detached' });
  expect(new URL(page.url()).hash).not.toContain('webhooks');

  const find = async (text: string, name: RegExp) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /Find a page/ }).fill(text);
    await page.getByRole('dialog').getByRole('option', { name }).first().waitFor();
    await page.keyboard.press('Enter');
  };
  await find('settings faults', /Settings: Faults/);
  await expect.poll(() => new URL(page.url()).hash).toBe('#/settings/faults');
  await find('freeze', /Freeze the clock/);
  await expect.poll(async () => (await emulator.clock.get()).frozen).toBe(true);
  await find('ada@x', /ada@x\.test/);
  await expect.poll(() => new URL(page.url()).hash).toMatch(/contact_/);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: /Find a page/ }).fill('no such thing');
  await page.getByText('Nothing is called that.').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

it('opens pages by g and a letter and lists all keys, until single keys are turned off', async () => {
  const emulator = await useEmulator();
  const page = await openPage(emulator, '');
  const hash = () => new URL(page.url()).hash;
  for (const [key, name] of [
    ['w', 'webhooks'],
    ['r', 'requests'],
    ['s', 'settings'],
    ['i', 'inbox'],
  ] as const) {
    await page.keyboard.type(`g${key}`);
    await expect.poll(hash).toBe(`#/${name}`);
  }
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keys' });
  await help.getByText('read, unread').waitFor();
  await help.getByLabel('Single keys are commands').uncheck();
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'detached' });
  await page.reload();
  await page.getByText('Live', { exact: true }).waitFor();
  await page.keyboard.type('gw?');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Find anything' }).waitFor();
  expect([hash(), await help.count()]).toEqual(['#/inbox', 0]);
});

it('a key that comes at once after Escape opens what it opens', async () => {
  const page = await openPage(await useEmulator(), '');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Find anything' }).waitFor();
  // As Escape does, with a key before the browser has told of the end.
  await page.evaluate(async () => {
    document.querySelector('dialog')?.requestClose();
    await Promise.resolve();
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true }));
  });
  const help = page.getByRole('dialog', { name: 'Keys' });
  await help.waitFor();
  // A second one would be drawn by now.
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  expect(await help.count()).toBe(1);
});

it('skips the bar, leads to the documentation and back, and says when the emulator is gone', async () => {
  const emulator = await useEmulator();
  const page = await openPage(emulator, '#/webhooks');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('MAIN');
  await page.getByRole('link', { name: 'API documentation' }).click();
  await page.getByRole('link', { name: 'Back to the inbox' }).first().click();
  await page.getByText('Live', { exact: true }).waitFor();
  await emulator.stop();
  await page.getByText('Reconnecting', { exact: true }).waitFor();
});

it('keeps the focus of who skips the bar before the page is there', async () => {
  const page = await openPage(await useEmulator(), '');
  let arrive = () => {};
  const arrival = new Promise<void>((resolve) => (arrive = resolve));
  await page.route(/webhooks-page/, (route) => void arrival.then(() => route.continue()));
  await page.getByRole('link', { name: 'Webhooks' }).click();
  await page.locator('main[aria-busy=true]').waitFor();
  await page.getByRole('link', { name: 'Skip to the page' }).press('Enter');
  arrive();
  await page.getByText('No endpoint yet').waitFor();
  await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('MAIN');
});

it('asks before an unsaved form is left, by a link, back or to another workspace, also one that was refused, and not once it is sent', async () => {
  const emulator = await useEmulator();
  const { id } = await emulator.workspace();
  const page = await openPage(emulator, '#/contacts');
  await page.getByRole('button', { name: 'Add a contact' }).click();
  await page.getByLabel('First name').fill('Ada');
  const hash = () => new URL(page.url()).hash;
  const question = page.getByRole('dialog', { name: 'Leave without saving?' });
  for (const leave of [
    () => page.getByRole('link', { name: 'Webhooks' }).click(),
    () => page.evaluate('history.back()'),
    () => page.getByRole('combobox', { name: 'Workspace' }).selectOption(id),
  ]) {
    await leave();
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'detached' });
    expect([hash(), await page.getByLabel('First name').inputValue()]).toEqual(['#/contacts/new', 'Ada']);
  }
  await page.evaluate('history.back()');
  await question.getByRole('button', { name: 'Leave' }).click();
  await expect.poll(hash).toBe('#/contacts');
  await page.evaluate('history.forward()');
  await page.getByLabel('Email').fill('nope');
  await page.getByRole('button', { name: 'Add the contact' }).click();
  await page.getByText(/Invalid email format/).waitFor();
  await page.getByRole('link', { name: 'Webhooks' }).click();
  await question.getByRole('button', { name: 'Cancel' }).click();
  await page.getByLabel('Email').fill('ada@x.test');
  await page.getByRole('button', { name: 'Add the contact' }).click();
  await page.getByRole('article', { name: 'Contact', exact: true }).waitFor();
  await page.getByRole('link', { name: 'Webhooks' }).click();
  await expect.poll(hash).toBe('#/webhooks');
});
