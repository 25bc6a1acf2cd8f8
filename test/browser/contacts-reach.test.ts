import { AxeBuilder } from '@axe-core/playwright';
import { expect, it } from 'vitest';
import { useBrowserPages } from '../support/browser-pages.js';
import { useEmulator } from '../support/emulator.js';

const openPage = useBrowserPages();

it('draws the list in its true length, and any place of it', async () => {
  const emulator = await useEmulator();
  const lines = Array.from({ length: 3000 }, (_, n) => `p${n}@x.test`);
  await emulator.contacts.import(`email\n${lines.join('\n')}`);
  const page = await openPage(emulator, '#/contacts');
  const list = page.getByRole('region', { name: 'Contacts, newest first' });
  await list.getByText('p2999@x.test').waitFor();
  await list.evaluate((box) => (box.scrollTop = box.scrollHeight / 2));
  await list
    .getByText(/^p1[45]\d\d@/)
    .first()
    .waitFor();
  await list.focus();
  await page.keyboard.press('End');
  await list.getByText('p0@x.test', { exact: true }).waitFor();
  expect(await list.locator('tr.contacts-row').count()).toBeLessThan(80);
});

it('is used by keys alone', async () => {
  const emulator = await useEmulator();
  await emulator.contacts.import('email\nada@x.test\nbob@x.test');
  const page = await openPage(emulator, '#/contacts');
  await page.getByText('bob@x.test').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('ada@x.test');
  await page.keyboard.press('Enter');
  await page.getByRole('article', { name: 'Contact', exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => new URL(page.url()).hash).toBe('#/contacts');
  await page.keyboard.press('/');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('search');
});

it.each(['light', 'dark'] as const)('axe finds nothing in any state of the %s theme', async (colorScheme) => {
  const emulator = await useEmulator();
  const page = await openPage(emulator, '#/contacts', { width: 390, height: 800 });
  await page.emulateMedia({ colorScheme });
  const requireSound = async (state: string, hash: string, sight: string) => {
    await page.evaluate((next) => (location.hash = next), hash);
    await page.getByText(sight).first().waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${state}: ${id} ${nodes[0]?.html}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  };
  await requireSound('empty', '#/contacts', 'No contact yet');
  const [contact] = await emulator.contacts.sample(3);
  if (!contact) throw new Error('No sample was made');
  await emulator.suppressions.add(contact.email, 'complained');
  await requireSound('list', '#/contacts', 'Complained');
  await requireSound('no match', '#/contacts?search=nobody', 'No contact matches');
  await requireSound('bad search', `#/contacts?search=${'x'.repeat(201)}`, 'Expected at most 200');
  await requireSound('contact', `#/contacts/${contact.id}`, 'so campaigns leave it out');
  await requireSound('gone', '#/contacts/contact_00000000', 'This contact is gone');
  await requireSound('edit', `#/contacts/${contact.id}/edit`, 'Add a custom field');
  await requireSound('import', '#/contacts/import', 'Or paste it');
});
