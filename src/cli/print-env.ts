import { connect } from '../client/connection.js';
import type { Connection } from '../client/connection.js';
import { hostToCall } from '../config/settings.js';
import type { Settings } from '../config/settings.js';
import { usageError } from './failure.js';
import { stderr, stdout } from './output.js';

/** The emulator that runs with these settings; null where none does. */
const running = ({ host, port, uiAuth }: Settings): Promise<Connection | null> => {
  const login = uiAuth === null ? '' : `${uiAuth.split(':').map(encodeURIComponent).join(':')}@`;
  return port === 0
    ? Promise.resolve(null)
    : connect(`http://${login}${hostToCall(host)}:${port}`).catch(() => null);
};

/** `--print-env`: the variables of an application that is to use the emulator. Each value is one that works. */
export async function printEnvironment(settings: Settings): Promise<void> {
  const { host, port, smtpAuth, webhookSecret } = settings;
  const emulator = await running(settings);
  const smtpPort = emulator?.smtp.port ?? settings.smtpPort;
  for (const [flag, value] of Object.entries({ port, 'smtp-port': smtpPort })) {
    if (value === 0)
      throw usageError(
        `--${flag}: expected a port with --print-env: which one is free shows when the emulator runs`,
      );
  }
  const name = hostToCall(host);
  const key = settings.apiKey[0] ?? emulator?.apiKey ?? '';
  const login = smtpAuth === 'required' ? `default:${encodeURIComponent(key)}@` : '';
  const entries = {
    MAILDRONE_BASE_URL: `http://${name}:${port}/v2`,
    MAILDRONE_API_KEY: key,
    ...(webhookSecret === null ? {} : { MAILDRONE_WEBHOOK_SECRET: webhookSecret }),
    SMTP_URL: `smtp://${login}${name}:${smtpPort}`,
  };
  if (webhookSecret === null)
    stderr.write(
      'MAILDRONE_WEBHOOK_SECRET is left out: without --webhook-secret the emulator makes one up and prints it\n',
    );
  const pairs = Object.entries(entries).map(([variable, value]) => `${variable}=${quoted(value)}`);
  stdout.write(`export ${pairs.join(' ')}\n`);
}

const quoted = (value: string): string =>
  /^[\w@%+=:,./-]*$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
