import { basename } from 'node:path';
import { nearestWord } from './nearest.js';

const prefix = 'MAILDRONE_EMULATOR_';

/** Names of ours that are no settings of the server. */
const others = ['URL', 'WORKSPACE', 'PRINT_ENV'].map((name) => `${prefix}${name}`);

/**
 * Names that Kubernetes makes for a service that is called `maildrone-emulator`, or `maildrone-emulator-` and more, and Docker for
 * a link. Their `…_PORT` is a URL, and may have the name of one of ours.
 */
const madeByPlatform =
  /^MAILDRONE_EMULATOR_(?:(?:.+_)?(?:SERVICE_(?:HOST|PORT(?:_.+)?)|PORT_\d+_(?:TCP|UDP|SCTP)(?:_.+)?)|NAME|ENV_.+)$/;
const platformUrl = /^(?:tcp|udp|sctp):\/\//;

type Env = Readonly<Record<string, string | undefined>>;

/** A variable of ours; absent where a platform made it for a purpose of its own. */
export function ownVariable(env: Env, name: string): string | undefined {
  return isPlatformPort(env, name) ? undefined : env[name];
}

const isPlatformPort = (env: Env, name: string): boolean =>
  name.endsWith('_PORT') && platformUrl.test(env[name] ?? '');

/** How wide a terminal is that is not there itself, such as behind a pager; null where nobody says so. */
export const columnsOf = ({ COLUMNS = '' }: Env = process.env): number | null =>
  /^[1-9]\d{0,3}$/.test(COLUMNS) ? Number(COLUMNS) : null;

/** What a reader types to start the program once more: its bare name is known where it is installed, and to npx elsewhere. */
export function commandName(env: Env = process.env, script = process.argv[1] ?? ''): string {
  const name = 'maildrone-emulator';
  return basename(script) === name && env['npm_command'] === undefined ? name : `npx ${name}`;
}

/** An empty variable counts as none, as with the settings: for those of the commands, which commander reads. */
export function forgetEmptyVariables(env: NodeJS.ProcessEnv = process.env): void {
  for (const name of [...others, 'MAILDRONE_API_KEY']) if (env[name] === '') delete env[name];
}

/** One line for each variable that looks like one of ours and is none. */
export function unknownVariables(env: Env, known: readonly string[]): string[] {
  const names = [...known, ...others];
  return Object.keys(env)
    .filter((name) => name.startsWith(prefix) && !names.includes(name))
    .filter((name) => !madeByPlatform.test(name) && !isPlatformPort(env, name))
    .map((name) => {
      const nearest = nearestWord(name, names);
      return `${name} is no setting${nearest ? `; the nearest is ${nearest}` : ''}`;
    });
}
