import { connect as openSocket } from 'node:net';
import { connect } from '../client/connection.js';
import type { Connection } from '../client/connection.js';
import { bareHost } from '../client/emulator-url.js';
import { EmulatorError, NoEmulatorError } from '../client/errors.js';
import type { SettingSources } from '../config/setting-sources.js';
import { hostToCall } from '../config/settings.js';
import type { Settings } from '../config/settings.js';
import { shellWord } from '../contract/text/shell-word.js';
import { signatureOf } from '../contract/web/signature.js';
import { usageError } from './failure.js';
import { stderr, stdout } from './output.js';

/** What an application is told. */
interface Facts {
  host: string;
  smtpPort: number;
  key: string;
  isLoginRequired: boolean;
  /** null where no endpoint uses the given one. */
  secret: string | null;
}

/** The emulator that runs with these settings; null where nothing listens. Throws where it cannot be told. */
async function running(settings: Settings): Promise<Connection | null> {
  const { host, port, uiAuth } = settings;
  const login = uiAuth === null ? '' : `${uiAuth.split(':').map(encodeURIComponent).join(':')}@`;
  const place = `${hostToCall(host)}:${port}`;
  const found = await connect(`http://${login}${place}`).catch((error: Error) => {
    if (error instanceof EmulatorError && error.status === 401)
      throw new Error(`--ui-auth: expected the user and password of the emulator that runs at ${place}`);
    if (!(error instanceof NoEmulatorError)) throw error;
    if (error.reason.includes('ECONNREFUSED')) return null;
    throw new Error(
      `--port: expected a port that is free or that of an emulator; at ${place}: ${error.reason}`,
    );
  });
  // That is this machine too, and `localhost` leads there on some.
  return found ?? (host === '127.0.0.1' ? running({ ...settings, host: '::1' }) : null);
}

/** What the settings say, for the emulator that is yet to be started. */
async function planned(settings: Settings): Promise<Facts> {
  const { host, smtpPort, smtpAuth, webhookUrl, webhookSecret } = settings;
  const name = hostToCall(host);
  if (await isTaken(host, smtpPort))
    throw new Error(`--smtp-port: expected a port that is free; something listens at ${name}:${smtpPort}`);
  return {
    host: name,
    smtpPort,
    key: settings.apiKey[0] ?? '',
    isLoginRequired: smtpAuth === 'required',
    secret: webhookUrl.length > 0 ? webhookSecret : null,
  };
}

const isTaken = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = openSocket({ host: bareHost(`http://${hostToCall(host)}`), port });
    const end = (isOpen: boolean) => () => {
      resolve(isOpen);
      socket.destroy();
    };
    socket.on('connect', end(true)).on('error', end(false));
  });

/** What an emulator that runs says of itself; what was given must be so there. */
async function actual(emulator: Connection, settings: Settings, sources: SettingSources): Promise<Facts> {
  const rows = await emulator.settings();
  const valueOf = (name: string) => rows.find((row) => row.name === name)?.value;
  return {
    // `localhost` reaches it where it is both addresses; an application may know the other one alone.
    host: hostToCall(valueOf('host') === '::1' ? '::1' : settings.host),
    smtpPort: emulator.smtp.port,
    key: await knownKey(emulator, sources.apiKey === undefined ? undefined : settings.apiKey[0]),
    isLoginRequired: valueOf('smtpAuth') === 'required',
    secret: settings.webhookSecret === null ? null : await usedSecret(emulator, settings.webhookSecret),
  };
}

/** By the last letters, which is all that an emulator shows of its keys. */
async function knownKey({ url, apiKey, keys }: Connection, given = apiKey): Promise<string> {
  const isKnown =
    given === apiKey ||
    (await keys.list()).some(({ hint, revoked_at }) => revoked_at === null && given.endsWith(hint));
  if (isKnown && given !== '') return given;
  throw new Error(`--api-key: expected a key that the emulator at ${url} knows`);
}

async function usedSecret({ webhooks }: Connection, secret: string): Promise<string | null> {
  const claim = { payload: '', signature: signatureOf(secret, '') };
  for (const { id } of await webhooks.list())
    if ((await webhooks.verify({ ...claim, webhook: id })).valid) return secret;
  return null;
}

/** `--print-env`: the variables of an application that is to use the emulator. Each value is one that works. */
export async function printEnvironment(settings: Settings, sources: SettingSources): Promise<void> {
  requirePort('port', settings.port);
  const emulator = await running(settings);
  if (!emulator) requirePort('smtp-port', settings.smtpPort);
  const facts = await (emulator ? actual(emulator, settings, sources) : planned(settings));
  const { host, smtpPort, key, isLoginRequired, secret } = facts;
  const login = isLoginRequired ? `default:${encodeURIComponent(key)}@` : '';
  const entries = {
    MAILDRONE_BASE_URL: `http://${host}:${settings.port}/v2`,
    MAILDRONE_API_KEY: key,
    ...(secret === null ? {} : { MAILDRONE_WEBHOOK_SECRET: secret }),
    SMTP_URL: `smtp://${login}${host}:${smtpPort}`,
  };
  if (secret === null)
    stderr.write(`MAILDRONE_WEBHOOK_SECRET is left out: ${whyNoSecret(settings, emulator)}\n`);
  const pairs = Object.entries(entries).map(([variable, value]) => `${variable}=${shellWord(value)}`);
  stdout.write(`export ${pairs.join(' ')}\n`);
}

function requirePort(flag: string, port: number): void {
  if (port !== 0) return;
  throw usageError(
    `--${flag}: expected a port with --print-env: which one is free shows when the emulator runs`,
  );
}

function whyNoSecret({ webhookSecret }: Settings, emulator: Connection | null): string {
  if (webhookSecret === null)
    return 'without --webhook-secret the emulator makes one up for each endpoint and prints it';
  return emulator
    ? 'no endpoint of the emulator that runs has the secret of --webhook-secret'
    : '--webhook-secret signs what goes to --webhook-url, which is not given';
}
