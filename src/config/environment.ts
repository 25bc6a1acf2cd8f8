import { nearestWord } from './nearest.js';

const prefix = 'MAILDRONE_EMULATOR_';

/** Names of ours that are no settings of the server. */
const others = ['URL', 'WORKSPACE'].map((name) => `${prefix}${name}`);

/**
 * Names that Kubernetes makes for a service that is called `maildrone-emulator`. `…_PORT` is one of ours too: theirs is a URL.
 */
const madeByPlatform =
  /^MAILDRONE_EMULATOR_(?:SERVICE_(?:HOST|PORT(?:_.+)?)|PORT_\d+_(?:TCP|UDP|SCTP)(?:_.+)?)$/;
const platformUrl = /^(?:tcp|udp|sctp):\/\//;

type Env = Readonly<Record<string, string | undefined>>;

/** A variable of ours; absent where a platform made it for a purpose of its own. */
export function ownVariable(env: Env, name: string): string | undefined {
  const value = env[name];
  return name === `${prefix}PORT` && value !== undefined && platformUrl.test(value) ? undefined : value;
}

/** One line for each variable that looks like one of ours and is none. */
export function unknownVariables(env: Env, known: readonly string[]): string[] {
  const names = [...known, ...others];
  return Object.keys(env)
    .filter((name) => name.startsWith(prefix) && !names.includes(name) && !madeByPlatform.test(name))
    .map((name) => {
      const nearest = nearestWord(name, names);
      return `${name} is no setting${nearest ? `; the nearest is ${nearest}` : ''}`;
    });
}
