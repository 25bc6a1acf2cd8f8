import type { AddressInfo } from 'node:net';
import type { SMTPServerAuthentication, SMTPServerOptions, SMTPServerSession } from 'smtp-server';
import { readNamedFileSync } from '../../contract/named-file.js';
import type { Timers } from '../../core/time/clock.js';
import type { Faults } from '../../core/traffic/faults.js';
import type { Sink } from '../../core/inbox/sink.js';
import { createIntake } from '../../core/traffic/intake.js';
import { createFaultInjector } from './inject-fault.js';
import type { FaultInjector, ReachedStage } from './inject-fault.js';
import { SinkServer } from './connection.js';
import { receive, ReplyError, toReplyError } from './receive.js';
import type { Transcripts } from './transcripts.js';

export interface SmtpSettings {
  host: string;
  port: number;
  maxMessageSize: number;
  auth: 'off' | 'optional' | 'required';
  tlsCert: string | null;
  tlsKey: string | null;
}

export interface SmtpDeps {
  settings: SmtpSettings;
  transcripts: Transcripts;
  timers: Timers;
  /** The sink of a workspace; null where there is no such workspace. */
  sinkOf(workspace: string): Sink | null;
  faultsOf(workspace: string): Faults | null;
  /** Whether a password is one of the keys of a workspace. */
  mayEnter(workspace: string, password: string): boolean;
  /** Whether a password is the one of our own connections. */
  isOwnTransport(password: string): boolean;
}

export interface SmtpServer {
  port: number;
  close(): Promise<void>;
}

const workspaceOf = (session: SMTPServerSession): string =>
  (session.user as { workspace?: string } | undefined)?.workspace ?? 'default';

/** Redacted by smtp-server already; `fields.cid` is the id of the session. */
type LogFields = { tnx?: string; cid?: string; bytes?: number };

/** smtp-server tells its logger every line of a session: that is the transcript. */
function transcribe(transcripts: Transcripts) {
  const ignore = () => undefined;
  const debug = (fields: LogFields, _format: string, line: unknown) => {
    const { cid, tnx } = fields;
    const text = typeof line === 'string' ? line : '';
    if (!cid) return;
    if (tnx === 'command') transcripts.log(cid, 'client', text);
    if (tnx === 'send' && !text.includes('\r\n')) transcripts.log(cid, 'server', text);
    else if (tnx === 'send') for (const row of text.split('\r\n')) transcripts.log(cid, 'server', row);
    if (tnx === 'data') transcripts.log(cid, 'client', `<${fields.bytes ?? 0} bytes of message>`);
  };
  return { debug, trace: ignore, info: ignore, warn: ignore, error: ignore, fatal: ignore };
}

/**
 * The workspace that a user name means. Undocumented: we chose that a name which is no workspace's goes to `default`, so that
 * an application may keep the login that it has.
 */
function workspaceNamed(name: string, { settings, sinkOf }: Pick<SmtpDeps, 'settings' | 'sinkOf'>): string {
  const isNobodys = !/^ws_/i.test(name) && !sinkOf(name);
  return isNobodys && settings.auth !== 'required' ? 'default' : name;
}

function authenticate(
  { settings, sinkOf, mayEnter, isOwnTransport }: SmtpDeps,
  auth: SMTPServerAuthentication,
) {
  const workspace = workspaceNamed(auth.username ?? '', { settings, sinkOf });
  const password = auth.password ?? '';
  if (!sinkOf(workspace)) {
    throw new ReplyError(
      535,
      `5.7.8 No workspace "${workspace}": the user name is the id of a workspace, such as default`,
    );
  }
  // With AUTH optional the name only chooses the workspace: whatever password an application has configured will do.
  const open = settings.auth !== 'required';
  if (!open && !isOwnTransport(password) && !mayEnter(workspace, password)) {
    throw new ReplyError(535, '5.7.8 The password is no API key of this workspace');
  }
  return { user: { workspace } };
}

function optionsOf(deps: SmtpDeps, inject: FaultInjector): SMTPServerOptions {
  const intake = createIntake(deps.timers);
  const { settings, transcripts, sinkOf } = deps;
  const tls = settings.tlsCert !== null && settings.tlsKey !== null;
  return {
    name: 'maildrone-emulator',
    banner: 'ready',
    size: settings.maxMessageSize,
    authMethods: ['PLAIN', 'LOGIN'],
    authOptional: settings.auth !== 'required',
    allowInsecureAuth: true,
    disableReverseLookup: true,
    lenientAddressParsing: true,
    disabledCommands: [...(settings.auth === 'off' ? ['AUTH'] : []), ...(tls ? [] : ['STARTTLS'])],
    ...(tls
      ? { cert: readNamedFileSync(settings.tlsCert ?? ''), key: readNamedFileSync(settings.tlsKey ?? '') }
      : {}),
    hideREQUIRETLS: true,
    hideENHANCEDSTATUSCODES: false,
    // RFC 5321 4.5.3.1.4: a command line has 512 octets; AUTH and extensions take more.
    maxCommandLength: 4096,
    maxRecipients: 1000,
    // Each may hold a small mail and a window of its socket.
    maxClients: 500,
    closeTimeout: 100,
    logger: transcribe(transcripts),
    onConnect(session, callback) {
      transcripts.open(session.id, session.remoteAddress);
      inject({ workspace: 'default', stage: 'connect' }, callback);
    },
    onClose: (session) => transcripts.close(session.id),
    onAuth(auth, session, callback) {
      const enter = (refusal: ReplyError | null) => {
        if (refusal) return callback(refusal);
        try {
          const entered = authenticate(deps, auth);
          transcripts.assign(session.id, entered.user.workspace);
          callback(null, entered);
        } catch (error) {
          callback(toReplyError(error));
        }
      };
      // The user name is the workspace; a name that is none is refused by the one that every session has before.
      const named = auth.username ?? '';
      inject({ workspace: sinkOf(named) ? named : 'default', stage: 'auth' }, enter);
    },
    onMailFrom: ({ address }, session, callback) =>
      inject({ workspace: workspaceOf(session), stage: 'mail', facts: { from: address } }, callback),
    onRcptTo({ address }, session, callback) {
      const facts = { from: senderOf(session), to: [address] };
      inject({ workspace: workspaceOf(session), stage: 'rcpt', facts }, callback);
    },
    onData(stream, session, callback) {
      const sink = sinkOf(workspaceOf(session));
      if (!sink) return callback(new ReplyError(550, '5.7.1 The workspace of this session is gone'));
      const refusal = () =>
        new Promise<ReplyError | null>((resolve) => inject(stageOf(session, 'end'), resolve));
      receive({ stream, session, sink, refusal, intake, maxBytes: settings.maxMessageSize }).then(
        (text) => callback(null, text),
        (error: unknown) => callback(toReplyError(error)),
      );
    },
  };
}

const senderOf = ({ envelope }: SMTPServerSession): string =>
  envelope.mailFrom ? envelope.mailFrom.address : '';
/** A stage at which the whole envelope is known. */
const stageOf = (session: SMTPServerSession, stage: 'data' | 'end'): ReachedStage => ({
  workspace: workspaceOf(session),
  stage,
  facts: { from: senderOf(session), to: session.envelope.rcptTo.map(({ address }) => address) },
});

/** Opens the sink's port. Rejects with the error of `listen` (EADDRINUSE and the like). */
export async function openSmtpServer(deps: SmtpDeps): Promise<SmtpServer> {
  const { timers, faultsOf } = deps;
  const inject = createFaultInjector({ faultsOf });
  const server = new SinkServer(
    optionsOf(deps, inject),
    (session, stage, proceed) =>
      inject(stage === 'ehlo' ? { workspace: 'default', stage } : stageOf(session, stage), proceed),
    () => timers.now(),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(deps.settings.port, deps.settings.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  // After start-up only single sessions fail (resets, timeouts): their transcripts tell, the server goes on.
  server.on('error', () => undefined);
  return {
    port: (server.server.address() as AddressInfo).port,
    async close() {
      const open = [...server.connections];
      await new Promise<void>((resolve) => server.close(() => resolve()));
      // A client that does not hang up after its 421 must not keep the process alive. Not under a TLS handshake, which has
      // a deadline of its own: to take the socket away from below it would crash node.
      for (const { _socket, _upgrading } of open) if (!_upgrading) _socket.destroySoon();
    },
  };
}
