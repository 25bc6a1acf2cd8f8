import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readNamedFileSync } from '../contract/named-file.js';
import { pathFault } from '../contract/path-fault.js';
import { SettingsError } from './settings-error.js';

interface TlsFiles {
  smtpTlsCert: string | null;
  smtpTlsKey: string | null;
}

/** Checks the files of TLS before a port is opened with them. `shown` is how a setting is called in errors. */
export function requireTlsFiles(
  { smtpTlsCert, smtpTlsKey }: TlsFiles,
  shown: (name: keyof TlsFiles) => string,
): void {
  if ((smtpTlsCert === null) !== (smtpTlsKey === null))
    throw new SettingsError(`${shown('smtpTlsCert')} and ${shown('smtpTlsKey')}: expected both or neither`);
  if (smtpTlsCert === null || smtpTlsKey === null) return;
  const cert = readPem(smtpTlsCert, {
    shown: shown('smtpTlsCert'),
    expected: 'a certificate in PEM',
    // As text: bytes may be DER, which TLS takes from no file.
    parse: (pem) => new X509Certificate(String(pem)),
  });
  const key = readPem(smtpTlsKey, {
    shown: shown('smtpTlsKey'),
    expected: 'a private key in PEM without a passphrase',
    parse: createPrivateKey,
  });
  if (!cert.checkPrivateKey(key))
    throw new SettingsError(`${shown('smtpTlsKey')}: expected the key of ${smtpTlsCert}, got ${smtpTlsKey}`);
}

interface Pem<T> {
  shown: string;
  expected: string;
  parse(pem: Buffer): T;
}

function readPem<T>(file: string, { shown, expected, parse }: Pem<T>): T {
  const refuse = (what: string, why = '') =>
    new SettingsError(`${shown}: expected ${what}, got ${JSON.stringify(file)}${why}`);
  const bytes = attempt(
    () => readNamedFileSync(file),
    (error) => refuse('a readable file', ` (${pathFault(error)})`),
  );
  return attempt(
    () => parse(bytes),
    () => refuse(expected),
  );
}

function attempt<T>(act: () => T, explain: (error: unknown) => Error): T {
  try {
    return act();
  } catch (error) {
    throw explain(error);
  }
}
