import { expect, it } from 'vitest';
import { axeInBothThemes } from '../support/axe.js';
import { useBrowserPages } from '../support/browser-pages.js';
import { useEmulator } from '../support/emulator.js';

const openPage = useBrowserPages();

it('draws the list in its true length, and any place of it', async () => {
  const emulator = await useEmulator();
  const lines = Array.from({ length: 1500 }, (_, n) => `p${n}@x.test`);
  await emulator.contacts.import(`email\n${lines.join('\n')}`);
  const page = await openPage(emulator, '#/contacts');
  const list = page.getByRole('region', { name: 'Contacts, newest first' });
  await list.getByText('p1499@x.test').waitFor();
  await list.evaluate((box) => (box.scrollTop = box.scrollHeight / 2));
  await list
    .getByText(/^p7[45]\d@/)
    .first()
    .waitFor();
  await list.focus();
  await page.keyboard.press('End');
  await list.getByText('p0@x.test', { exact: true }).waitFor();
  await expect.poll(() => list.locator('tr.contacts-row').count()).toBeLessThan(80);
});

it('stays where it is while contacts come in above', async () => {
  const emulator = await useEmulator();
  await emulator.contacts.sample(200);
  const page = await openPage(emulator, '#/contacts');
  const list = page.getByRole('region', { name: 'Contacts, newest first' });
  await list.locator('tr[data-index="5"] a').waitFor();
  await list.evaluate((box) => (box.scrollTop = 40 * 36));
  const read = () =>
    list.evaluate((box) => {
      const top = box.getBoundingClientRect().top + 60;
      return document.elementFromPoint(box.getBoundingClientRect().left + 60, top)?.closest('tr')?.innerText;
    });
  await list.locator('tr[data-index="45"] a').waitFor();
  const before = await read();
  await emulator.contacts.import('email\nnew1@x.test\nnew2@x.test\nnew3@x.test');
  await page.getByText('203 contacts').waitFor();
  await expect.poll(read).toBe(before);
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
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('search');
});

it('axe-core finds nothing in any state in either theme, and no width scrolls sideways', async () => {
  const emulator = await useEmulator();
  const page = await openPage(emulator, '#/contacts', { width: 390, height: 800 });
  const found: string[] = [];
  const look = async (hash: string, sight: string) => {
    await page.evaluate((next) => (location.hash = next), hash);
    await page.getByText(sight).first().waitFor();
    found.push(...(await axeInBothThemes(page)).map((finding) => `${hash} ${finding}`));
    for (const width of [320, 768, 1280, 1920, 390]) {
      await page.setViewportSize({ width, height: 800 });
      const isWide = () => document.documentElement.scrollWidth > window.innerWidth;
      if (await page.evaluate(isWide)) found.push(`${hash} at ${width}`);
    }
  };
  await look('#/contacts', 'No contact yet');
  const [contact] = await emulator.contacts.sample(3);
  if (!contact) throw new Error('No sample was made');
  await emulator.suppressions.add(contact.email, 'complained');
  await look('#/contacts', 'Complained');
  await look('#/contacts?search=nobody', 'No contact matches');
  await look(`#/contacts?search=${'x'.repeat(201)}`, 'Expected at most 200');
  await look(`#/contacts/${contact.id}`, 'so campaigns leave it out');
  await look('#/contacts/contact_00000000', 'This contact is not there');
  await look(`#/contacts/${contact.id}/edit`, 'Add a custom field');
  await look('#/contacts/import', 'Or paste it');
  expect(found).toEqual([]);
}, 60_000);
