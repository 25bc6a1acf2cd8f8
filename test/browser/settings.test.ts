import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Contact } from '../../src/index.js';
import { useBrowserPages } from '../support/browser-pages.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';

const openPage = useBrowserPages();
const goTo = (page: Page, section: string) => page.getByRole('link', { name: section, exact: true }).click();
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

it('shows each setting with its source, and the code that connects, by address', async () => {
  const emulator = await useEmulator({ rateLimits: 'enforce' });
  const page = await openPage(emulator, '#/settings/in-force');
  const row = page.getByRole('listitem').filter({ hasText: 'MAILDRONE_EMULATOR_RATE_LIMITS' });
  await row.getByText('from an option').waitFor();
  await expect.poll(() => row.innerText()).toMatch(/--rate-limits[^]*enforce[^]*default: observe/);
  await page.getByLabel('Find a setting').fill('nothing like it');
  await page.getByText('No setting has that').waitFor();

  await goTo(page, 'Connect');
  for (const word of ['Python', 'Go', 'nodemailer']) await goTo(page, word);
  await page.getByText(`port: ${emulator.smtp.port}`).waitFor();
  await page.reload();
  await page.getByText(`port: ${emulator.smtp.port}`).waitFor();
  await goTo(page, 'curl');
  await page.getByText(`MAILDRONE_API_KEY=${emulator.apiKey}`).waitFor();
});

it('makes a key that works, shows it once, and revokes it after a question', async () => {
  const emulator = await useEmulator();
  const page = await openPage(emulator, '#/settings/keys');
  await page.getByLabel('Name of a new key').fill('reader');
  for (const other of ['change contacts', 'change campaigns', 'send campaigns'])
    await page.getByLabel(other).uncheck();
  await press(page, 'Make a key');
  const key = await page.locator('.set-once code').innerText();
  const call = (method: string) =>
    callApi(emulator, '/contacts', {
      key,
      method,
      ...(method === 'POST' ? { body: { email: 'a@x.test' } } : {}),
    });
  expect([(await call('GET')).status, (await call('POST')).status]).toEqual([200, 403]);
  await page.reload();
  await page.getByText('reader').waitFor();
  await expect.poll(() => page.getByText(key).count()).toBe(0);
  await press(page, 'Revoke reader');
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke the key' }).click();
  await page.getByText('revoked', { exact: true }).waitFor();
  expect((await call('GET')).status).toBe(401);
});

it('moves, freezes and sets the clock, and says how much happened', async () => {
  const emulator = await useEmulator();
  await emulator.trigger('email.delivered', { to: 'ada@x.test' });
  const page = await openPage(emulator, '#/settings/clock');
  const before = Date.parse((await emulator.clock.get()).now);
  await press(page, '+30 d');
  await page
    .getByRole('list', { name: 'Moves of the clock' })
    .getByText(/^\+30 d: /)
    .waitFor();
  expect(Date.parse((await emulator.clock.get()).now) - before).toBeGreaterThanOrEqual(30 * 86_400_000);
  await press(page, 'Freeze');
  await page.getByRole('button', { name: 'Let it run' }).waitFor();
  await page.getByRole('timer').getByText('Not real time: frozen').waitFor();
  await page.getByLabel("Time of this browser's zone").fill('2031-02-03T04:05:06');
  await press(page, 'Set the clock');
  await expect.poll(async () => (await emulator.clock.get()).now).toMatch(/^2031-02-0[234]/);
  await press(page, 'Back to real time');
  await page.getByRole('timer').getByText('Real time', { exact: true }).waitFor();
  expect(await emulator.clock.get()).toMatchObject({ frozen: false, rate: 1 });
});

it('lets the workspace play, shows its acts, and stops', async () => {
  const emulator = await useEmulator();
  const page = await openPage(emulator, '#/settings/play');
  await page.getByRole('status').getByText('Nobody acts now.').waitFor();
  await page.getByLabel('Clock seconds in a real second').fill('5000');
  await press(page, 'Play');
  await page
    .getByRole('status')
    .getByText(/^[1-9]\d* acts? since /)
    .waitFor();
  expect(await emulator.play.get()).toMatchObject({ playing: true, speed: 5000 });
  await press(page, 'Stop');
  await page.getByRole('status').getByText('Nobody acts now.').waitFor();
  expect(await emulator.clock.get()).toMatchObject({ rate: 1 });
});

it('changes simulation, limits, faults and suppressions', async () => {
  const emulator = await useEmulator();
  const page = await openPage(emulator, '#/settings/simulation');
  await page.getByLabel('Custom').check();
  await page.getByLabel('Opened, of those delivered (%)').fill('12.5');
  await press(page, 'Save the simulation');
  await expect
    .poll(async () => (await callControl<object>(emulator, '/simulation')).data)
    .toMatchObject({ profile: { name: 'custom', shares: { opened: 0.125 } } });

  await goTo(page, 'Limits');
  await page.getByLabel('Enforce').check();
  await page.getByLabel('Recipients a month').fill('5');
  await press(page, 'Save the limits');
  await expect.poll(() => emulator.limits.get()).toMatchObject({ mode: 'enforce', monthly_quota: 5 });

  await goTo(page, 'Faults');
  await page.getByLabel('Path').fill('/v2/nowhere');
  await press(page, 'Add the rule');
  await page
    .getByRole('listitem')
    .getByText(/No route is met by/)
    .waitFor();
  await page.getByLabel('Let something go wrong with').selectOption('smtp');
  await page.getByLabel('A part of the recipient').fill('ada');
  await press(page, 'Add the rule');
  await page.getByText('SMTP at RCPT TO, to ada').waitFor();
  await press(page, 'Clear all');
  await page.getByText('No rule: everything goes well.').waitFor();
  expect(await emulator.faults.list()).toEqual([]);

  await goTo(page, 'Suppressions');
  await page.getByLabel('Address', { exact: true }).fill('Ada@x.test');
  await press(page, 'Suppress');
  await press(page, 'Lift ada@x.test');
  await page.getByText('No address is suppressed.').waitFor();
  await press(page, 'Undo');
  await expect.poll(async () => (await emulator.suppressions.list()).length).toBe(1);
});

it('leads from a suppression to its mail while that is kept', async () => {
  const emulator = await useEmulator();
  await callApi(emulator, '/emails', {
    method: 'POST',
    body: { from_email: 'n@x.test', to: 'ada+bounce@x.test', subject: 'hi', content: { text: 'x' } },
  });
  await emulator.settle();
  const page = await openPage(emulator, '#/settings/suppressions');
  const row = page.getByRole('listitem').filter({ hasText: 'ada+bounce@x.test' });
  await row.getByRole('link', { name: 'the mail' }).waitFor();
  await emulator.inbox.clear();
  await row.getByRole('link', { name: 'the mail' }).waitFor({ state: 'detached' });
  expect(await row.innerText()).toContain('hard bounce');
});

it('makes and drops a workspace, goes back to a snapshot, loads a data set and resets', async () => {
  const emulator = await useEmulator();
  const page = await openPage(emulator, '#/settings/workspaces');
  await press(page, 'Make a workspace');
  const id = (await page.locator('.set-once b').innerText()).match(/ws_\w+/)?.[0] ?? '';
  await press(page, `Drop ${id}`);
  await page.getByRole('dialog').getByRole('button', { name: 'Drop the workspace' }).click();
  await page.getByRole('listitem').filter({ hasText: id }).waitFor({ state: 'detached' });
  await expect.poll(() => page.getByRole('button', { name: 'Drop default' }).isDisabled()).toBe(true);

  await goTo(page, 'Data sets');
  await press(page, 'Load docs');
  await page.getByText(/^Loaded: /).waitFor();
  const { contacts } = await emulator.counts();
  await goTo(page, 'Snapshots');
  await page.getByLabel('Name').fill('one');
  await press(page, 'Save a snapshot');
  await page.getByText('one', { exact: true }).waitFor();

  await goTo(page, 'Reset');
  await expect.poll(() => page.getByLabel('Fill it as at the start').isDisabled()).toBe(true);
  await press(page, 'Reset this workspace');
  await page.getByRole('dialog').getByRole('button', { name: 'Reset', exact: true }).click();
  await page.getByText('The workspace is empty').waitFor();
  expect((await emulator.counts()).contacts).toBe(0);

  await goTo(page, 'Snapshots');
  await press(page, 'Restore one');
  await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
  await expect.poll(async () => (await emulator.counts()).contacts).toBe(contacts);
});

it.each([
  {
    section: 'snapshots',
    field: 'Name',
    text: 'before',
    button: 'Save a snapshot',
    said: 'Snapshot “before” is saved',
  },
  {
    section: 'suppressions',
    field: 'Address',
    text: 'a@x.test',
    button: 'Suppress',
    said: 'Campaigns leave a@x.test out',
  },
  {
    section: 'keys',
    field: 'Name of a new key',
    text: 'ci',
    button: 'Make a key',
    said: 'The key, shown this once',
  },
])(
  'empties a form of $section once it is sent, without marking it as faulty',
  async ({ section, field, text, button, said }) => {
    const page = await openPage(await useEmulator(), `#/settings/${section}`);
    const input = page.getByRole('textbox', { name: field });
    const marked = () => input.evaluate((it) => it.matches(':user-invalid'));
    const choices = page.locator('.set-form select, .set-form input[type=checkbox]');
    const chosen = () =>
      choices.evaluateAll((all) =>
        all.map((it) => (it instanceof HTMLInputElement ? it.checked : (it as HTMLSelectElement).value)),
      );
    await input.waitFor();
    for (const select of await page.locator('.set-form select').all()) await select.selectOption('bounced');
    for (const box of await page.getByLabel('send campaigns').all()) await box.uncheck();
    const before = await chosen();
    await input.fill(text);
    await page.getByRole('button', { name: button }).click();
    await page.getByText(said).waitFor();
    await expect.poll(() => input.inputValue()).toBe('');
    expect([await marked(), await chosen()]).toEqual([false, before]);
    // What cannot be sent is marked, and stays.
    if (section === 'keys') return;
    await page.getByRole('button', { name: button }).click();
    expect(await marked()).toBe(true);
  },
);

it('loads a file into an empty workspace, and in place of what it holds once that is meant', async () => {
  const emulator = await useEmulator();
  const page = await openPage(emulator, '#/settings/data');
  const choose = async (name: string, text: string) => {
    const input = page.getByLabel('Load a file');
    // Another file is taken when the one before is loaded, and said to be.
    await expect.poll(() => input.isEnabled()).toBe(true);
    await input.setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  };
  const addresses = async () =>
    (await callApi<Contact[]>(emulator, '/contacts')).data.map(({ email }) => email);
  await choose('people.csv', 'email\nada@x.test\n');
  await page.getByText('Loaded: 1 contact, 0 campaigns, 0 mails').waitFor();
  for (const [name, text] of [
    ['more.csv', 'email\nbob@x.test\n'],
    ['more.json', '{ "contacts": [{ "email": "cleo@x.test" }] }'],
  ] as const) {
    const before = await addresses();
    const question = page.getByRole('dialog', { name: new RegExp(`^Replace all with .*${name}`) });
    await choose(name, text);
    await question.getByRole('button', { name: 'Cancel' }).click();
    expect(await addresses()).toEqual(before);
    await choose(name, text);
    await question.getByRole('button', { name: 'Replace all' }).click();
    await expect.poll(addresses).not.toEqual(before);
  }
  expect(await addresses()).toEqual(['cleo@x.test']);
  await choose('broken.json', '{');
  await page.getByText(/broken\.json.* is neither JSON nor CSV/).waitFor();
});

it('shows the list of sections and one of them by turns on a small screen, with nothing to scroll sideways', async () => {
  const emulator = await useEmulator();
  const page = await openPage(emulator, '#/settings', { width: 320, height: 640 });
  for (const section of ['Settings in force', 'Faults', 'Connect']) {
    await goTo(page, section);
    await page.getByRole('heading', { name: section }).waitFor();
    await expect
      .poll(() => page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'))
      .toBe(true);
    await page.getByRole('main').getByRole('link', { name: 'Settings', exact: true }).click();
  }
});
