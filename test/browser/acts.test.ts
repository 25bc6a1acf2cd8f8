import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { useBrowserPages } from '../support/browser-pages.js';
import { useEmulator } from '../support/emulator.js';

const openPage = useBrowserPages();
const toast = (page: Page, text: string) => page.getByTestId('toast').filter({ hasText: text });
const focusedText = (page: Page) => page.evaluate<string>('document.activeElement?.textContent');

/** Each act of a section that leaves its button there. */
const acts: [section: string, button: string, fields: Record<string, string>, said: string][] = [
  ['clock', '+1 h', {}, 'Nothing fell due'],
  ['clock', 'Freeze', {}, 'The clock stands still'],
  ['clock', 'Set the rate', { 'Clock seconds in a real second': '60' }, 'The clock runs ×60'],
  ['simulation', 'Save the simulation', {}, 'The simulation is changed'],
  ['play', 'Play', {}, 'The workspace plays'],
  ['limits', 'Save the limits', {}, 'The limits are changed'],
  ['faults', 'Add the rule', {}, 'The rule is in force'],
  ['suppressions', 'Suppress', { Address: 'ada@x.test' }, 'Campaigns leave ada@x.test out'],
  ['snapshots', 'Save a snapshot', { Name: 'one' }, 'Snapshot “one” is saved'],
];

it.each(acts)(
  'in %s the button "%s" keeps the focus through its act',
  async (section, name, fields, said) => {
    const page = await openPage(await useEmulator(), `#/settings/${section}`);
    for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).first().fill(value);
    await page.getByRole('button', { name, exact: true }).press('Enter');
    await toast(page, said).waitFor();
    await expect.poll(() => page.getByRole('button', { name, disabled: true }).count()).toBe(0);
    // Some have another word then.
    expect([name, 'Let it run', 'Play at this speed']).toContain(await focusedText(page));
  },
);

it.each([
  ['keys', 'Make a key', 'The key, shown this once'],
  ['workspaces', 'Make a workspace', 'its credentials, shown this once'],
])('in %s the button "%s" keeps the focus, too', async (section, name, said) => {
  const page = await openPage(await useEmulator(), `#/settings/${section}`);
  await page.getByRole('button', { name, exact: true }).press('Enter');
  await page.getByText(said).waitFor();
  expect(await focusedText(page)).toBe(name);
});

it('a button that its own act turns off keeps the focus and says why it is off', async () => {
  const page = await openPage(await useEmulator(), '#/settings/clock');
  await page.getByRole('button', { name: 'Freeze' }).press('Enter');
  const back = page.getByRole('button', { name: 'Back to real time', disabled: false });
  await back.press('Enter');
  const off = page.locator('button[aria-disabled=true][title="The clock shows real time"]:focus');
  await off.getByText('Back to real time').waitFor();
});

it('what is said of a clock is what it does, however it is moved', async () => {
  const page = await openPage(await useEmulator(), '#/settings/clock');
  const press = (name: string) => page.getByRole('button', { name, exact: true }).press('Enter');
  const rate = async (value: string) => {
    await page.getByLabel('Clock seconds in a real second').fill(value);
    await press('Set the rate');
  };
  const clock = page.getByRole('timer', { name: 'Clock of the workspace' });
  await press('Freeze');
  await toast(page, 'The clock stands still').waitFor();
  await rate('1000');
  await toast(page, 'The clock stands still, and runs ×1,000 once it is let go').waitFor();
  await clock.getByText('Not real time: stands still, and runs ×1,000 once it is let go').waitFor();
  await press('Let it run');
  await toast(page, 'The clock runs ×1,000').waitFor();
  await rate('0');
  await toast(page, 'The clock stands still: its rate is 0').waitFor();
  await clock.getByText('Not real time: stands still: its rate is 0').waitFor();
  await page.locator('.odd').getByText('stands still').waitFor();
  await press('Freeze');
  await page.getByRole('button', { name: 'Let it run' }).waitFor();
  await press('Let it run');
  await page.getByRole('button', { name: 'Freeze' }).waitFor();
  await toast(page, 'The clock stands still: its rate is 0').waitFor();
});
