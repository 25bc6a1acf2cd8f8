import { existsSync } from 'node:fs';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    chromium: { executablePath: string; args: string[] };
  }
}

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const args = [
  '--no-sandbox',
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A given path (CHROMIUM_PATH), an installed Chrome or Chromium, or the one that @sparticuz/chromium brings. */
async function findBrowser(): Promise<string> {
  const given = process.env['CHROMIUM_PATH'];
  if (given) {
    if (!existsSync(given)) throw new Error(`CHROMIUM_PATH names ${given}, which is not there`);
    return given;
  }
  const found = installed.find((path) => existsSync(path));
  if (found) return found;
  // Unpacked once, here: parallel first use would race.
  const { default: chromium } = await import('@sparticuz/chromium');
  return chromium.executablePath();
}

export default async function setup(project: TestProject): Promise<void> {
  project.provide('chromium', { executablePath: await findBrowser(), args });
}
