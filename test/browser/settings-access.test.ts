import { expect, it } from 'vitest';
import { axeFindings } from '../support/axe.js';
import { useBrowserPages } from '../support/browser-pages.js';
import { useEmulator } from '../support/emulator.js';

const openPage = useBrowserPages();

it.each([
  ['light', ['Faults', 'Simulation'], 'Control+k', 'Find anything'],
  ['dark', ['Keys', 'Settings in force'], '?', 'Keys'],
] as const)(
  'axe-core finds nothing on settings and what floats over them (%s)',
  async (colorScheme, names, key, sheet) => {
    const emulator = await useEmulator();
    await emulator.faults.add({ match: { path: '/v2/nowhere' }, socket: 'reset' });
    await emulator.clock.freeze();
    const page = await openPage(emulator, '#/settings');
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const name of names) {
      await page.getByRole('link', { name, exact: true }).click();
      await page.getByRole('heading', { name, level: 2 }).waitFor();
      expect(await axeFindings(page), name).toEqual([]);
    }
    await page.keyboard.press(key);
    await page.getByRole('dialog', { name: sheet }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
  },
);
