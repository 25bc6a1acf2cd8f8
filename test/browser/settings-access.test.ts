import { expect, it } from 'vitest';
import { sections } from '../../ui/settings/route.js';
import { axeInBothThemes } from '../support/axe.js';
import { useBrowserPages } from '../support/browser-pages.js';
import { useEmulator } from '../support/emulator.js';

const openPage = useBrowserPages();
const sheets = [
  ['Control+k', 'Find anything'],
  ['?', 'Keys'],
] as const;

it('axe-core finds nothing on any section of the settings, and on what floats over them, in either theme', async () => {
  const emulator = await useEmulator();
  await emulator.faults.add({ match: { path: '/v2/nowhere' }, socket: 'reset' });
  await emulator.clock.freeze();
  await emulator.snapshots.save('one');
  const page = await openPage(emulator, '#/settings');
  const found: string[] = [];
  const look = async (name: string) => {
    found.push(...(await axeInBothThemes(page)).map((finding) => `${name} ${finding}`));
  };
  for (const { path, word } of sections) {
    const link = page.locator(`.set-nav a[href="#/settings/${path}"]`);
    await link.click();
    await link.and(page.locator('[aria-current]')).waitFor();
    await expect.poll(() => page.locator('main [aria-busy=true]').count()).toBe(0);
    await look(word);
  }
  for (const [key, name] of sheets) {
    await page.keyboard.press(key);
    const sheet = page.getByRole('dialog', { name });
    await sheet.waitFor();
    await look(name);
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
  }
  expect(found).toEqual([]);
}, 60_000);
