import { startEmulator } from 'maildrone-emulator';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    emulatorUrl: string;
  }
}

/** One emulator for all workers; in CI it may as well be a container, of which only the URL is handed on. */
export default async function setup(project: TestProject) {
  const emulator = await startEmulator();
  project.provide('emulatorUrl', emulator.url);
  return emulator.stop;
}
