import { expect, it } from 'vitest';
import type { Campaign } from '../../src/index.js';
import { axeInBothThemes } from '../support/axe.js';
import { useBrowserPages } from '../support/browser-pages.js';
import { callApi, useEmulator } from '../support/emulator.js';

const openPage = useBrowserPages();
const longest = `${'مرحبا 🎉 '.repeat(20)}${'w'.repeat(15)}`;

/** Campaigns with the oddest content, and the addresses of the states with a text that each shows. */
async function useStates() {
  const emulator = await useEmulator();
  for (const email of ['ann+click@x.test', 'ann+bot@x.test', 'ann+bounce@x.test'])
    await callApi(emulator, '/contacts', { method: 'POST', body: { email } });
  const body = {
    name: longest,
    subject: `${'w'.repeat(400)} {{first_name}}`,
    from_email: 'n@x.test',
    content: { html: `<a href="https://x.test/${'long/'.repeat(60)}">a</a> {{phone}}` },
    recipients: { type: 'all' },
  };
  const make = async () =>
    (await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body })).data.id;
  const [sent, draft] = [await make(), await make()];
  await callApi(emulator, `/campaigns/${sent}/send`, { method: 'POST' });
  await emulator.settle();
  await emulator.clock.advance('31d');
  const states: [state: string, sign: string][] = [
    ['', longest],
    ['?search=zzz', 'No campaign matches'],
    [`/${sent}`, 'Opens by machines'],
    [`/${draft}`, 'This contact has no value for'],
    [`/${draft}/report`, 'contacts match'],
    ['/new', 'Hello Ada What is new'],
    ['/campaign_00000000', 'This campaign is not there'],
  ];
  return { emulator, states };
}

const boxes = 'html, main, article, section, form, .rows-scroll, .cmp-fields';
const wideBoxes = `[...document.querySelectorAll('${boxes}')]
  .filter((box) => box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX !== 'visible')
  .map((box) => box.className)`;

it('axe-core finds nothing on any state in either theme, and nothing scrolls sideways where it is narrow', async () => {
  const { emulator, states } = await useStates();
  const page = await openPage(emulator, '#/campaigns');
  const found: string[] = [];
  for (const [state, sign] of states) {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(`${emulator.url}/#/campaigns${state}`);
    await page.getByText(sign).first().waitFor();
    found.push(...(await axeInBothThemes(page)).map((finding) => `${state} ${finding}`));
    for (const width of [320, 901]) {
      await page.setViewportSize({ width, height: 800 });
      // The chart is drawn for its new width in the frame after.
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
      const wide = await page.evaluate<string[]>(wideBoxes);
      if (wide.length > 0) found.push(`${state} at ${width}: ${wide.join(', ')}`);
    }
  }
  expect(found).toEqual([]);
  await page.emulateMedia({ forcedColors: 'active' });
  const marks = await page
    .locator('.page[aria-current]')
    .evaluateAll((links) => links.map((link) => getComputedStyle(link).outlineStyle));
  expect(marks).toEqual(['solid']);
}, 120_000);
