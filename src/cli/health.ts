import type { Command } from 'commander';
import { remoteCommand, remotelyWithClient } from './remote.js';
import type { Paint } from './remote.js';

/** `health`: whether the emulator is ready; the health check of a container. Asks for nothing that needs `--ui-auth`. */
export const healthCommand = (): Command =>
  remoteCommand('health', 'whether the emulator is up and ready').action(
    remotelyWithClient(async ({ call }) => {
      const data = await call<{ ready: boolean }>('/ready');
      const text = ({ ready }: typeof data, { good, bad }: Paint) =>
        ready ? good('ready') : bad('starting');
      return { data, text, code: data.ready ? 0 : 1 };
    }),
  );
