import type { Report, Figure } from './report.js';
import { settingOf } from './setting.js';
import type { GivenSetting, Setting } from './setting.js';

/** What the process of a bench tells its parent. */
export type Message = { figure: Figure } | { failure: string };

let sent: Promise<unknown> = Promise.resolve();
const send = (message: Message): void => {
  const sending = new Promise<void>((resolve) => process.send?.(message, undefined, {}, () => resolve()));
  sent = Promise.all([sent, sending]);
};
/** What a bench that failed has left open does not keep the process. */
async function end(failure?: Error): Promise<void> {
  if (failure) send({ failure: failure.message });
  await sent;
  process.exit();
}

/** Runs one bench in a process of its own; its figures go to the parent as they are found. */
async function main([file = '', given = '{}']: readonly string[]): Promise<void> {
  process.on('uncaughtException', (error) => void end(error));
  const { run } = (await import(file)) as { run(report: Report, setting: Setting): Promise<void> };
  await run((figure) => send({ figure }), settingOf(JSON.parse(given) as GivenSetting));
  await end();
}

await main(process.argv.slice(2)).catch(end);
