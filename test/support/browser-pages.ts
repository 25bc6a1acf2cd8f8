import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, onTestFinished } from 'vitest';
import type { EmulatorHandle } from '../../src/index.js';

/** Opens the UI at `hash`, in a context of its own; the test fails on any script error. */
export type OpenPage = (
  emulator: Pick<EmulatorHandle, 'url'>,
  hash: string,
  size?: { width: number; height: number },
) => Promise<Page>;

/** A browser for the tests of a file; call it once, on top. */
export function useBrowserPages(): OpenPage {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch(inject('chromium'));
  });
  afterAll(() => browser.close());
  return async (emulator, hash, size = { width: 1280, height: 800 }) => {
    const context = await browser.newContext({ viewport: size });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    onTestFinished(async () => {
      await context.close();
      expect(errors).toEqual([]);
    });
    await page.goto(`${emulator.url}/${hash}`);
    await page.getByText('Live', { exact: true }).waitFor();
    return page;
  };
}
