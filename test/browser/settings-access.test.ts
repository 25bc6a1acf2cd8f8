import { expect, it } from 'vitest';
import { axeFindings } from '../support/axe.js';
import { useBrowserPages } from '../support/browser-pages.js';
import { useEmulator } from '../support/emulator.js';

const openPage = useBrowserPages();

it.each(['light', 'dark'] as const)(
  'axe-core finds nothing on settings, palette, keys and docs (%s)',
  async (colorScheme) => {
    const emulator = await useEmulator();
    await emulator.faults.add({ match: { path: '/v2/nowhere' }, socket: 'reset' });
    await emulator.suppressions.add('ada@x.test');
    await emulator.clock.freeze();
    const page = await openPage(emulator, '#/settings');
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const sections = page.getByRole('navigation', { name: 'Settings' }).getByRole('link');
    for (const section of await sections.all()) {
      await section.click();
      await page.getByRole('heading', { name: await section.innerText(), level: 2 }).waitFor();
      expect(await axeFindings(page), await section.innerText()).toEqual([]);
    }
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Find anything' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.goto(`${emulator.url}/docs`);
    expect(await axeFindings(page)).toEqual([]);
    await page.goto(`${emulator.url}/?workspace=ws_gone`);
    await page.getByText('There is no workspace').waitFor();
    expect(await axeFindings(page)).toEqual([]);
  },
  60_000,
);
