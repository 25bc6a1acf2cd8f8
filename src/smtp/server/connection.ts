import { isUtf8 } from 'node:buffer';
import type { Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerOptions, SMTPServerSession } from 'smtp-server';
import { SMTPConnection } from 'smtp-server/lib/smtp-connection.js';
import type { SMTPStream } from 'smtp-server/lib/smtp-stream.js';
import { stalledMs } from '../../core/traffic/intake.js';
import { DataStream } from './data-stream.js';
import { lenientPath, receivedPath } from './lenient-path.js';
import type { ReplyError } from './receive.js';

/** Called before a command is carried out; goes on, or refuses it with a reply. */
export type Gate = (
  session: SMTPServerSession,
  stage: 'ehlo' | 'data',
  proceed: (refusal: ReplyError | null) => void,
) => void;

const ownStatus = /^\d\.\d{1,3}\.\d{1,3}(?: |$)/;

type Next = () => void;

/**
 * smtp-server takes each command for UTF-8, where bytes that are none would all become one sign: different addresses the same.
 * Undocumented: we chose that such a command is in Latin-1.
 */
const readCommand = (command: Buffer): Buffer =>
  isUtf8(command) ? command : Buffer.from(command.toString('latin1'));

/**
 * smtp-server waits a fixed 100 ms before each greeting to catch clients that talk too soon. A sandbox has no spammers
 * to catch, and programs that open one connection per mail would pay it every time: so the greeting goes out at once.
 */
class SinkConnection extends SMTPConnection {
  declare _server: SinkServer;
  private corked = false;
  /** Since when it is the client's turn, by the server's clock; Infinity while it is ours. */
  awaitedSince = Infinity;

  private turn(isTheirs: boolean): void {
    this.awaitedSince = isTheirs ? this._server.now() : Infinity;
  }

  override init(): void {
    this.turn(true);
    this._setListeners(() => {
      const { maxClients } = this._server.options;
      if (maxClients && this._server.connections.size > maxClients) {
        this.send(421, `4.3.2 At most ${maxClients} connections at once; try again in a moment`, false);
        return;
      }
      this.connectionReady();
    });
  }

  /** A reply that brings its own enhanced status (5.7.1 …) must not get the code's usual one in front of it. */
  override send(code: number, data?: string | string[], context?: string | false): void {
    // Replies to pipelined commands go out together (RFC 2920 3.2): one write to the system in place of four.
    const socket = this._socket;
    if (!this.corked) {
      this.corked = true;
      socket.cork();
      setImmediate(() => {
        this.corked = false;
        socket.uncork();
      });
    }
    super.send(code, data, typeof data === 'string' && ownStatus.test(data) ? false : context);
  }

  override _createParser(): SMTPStream {
    const parser = new DataStream({ maxCommandLength: this._server.options.maxCommandLength });
    parser.onturn = (isTheirs) => this.turn(isTheirs);
    parser.oncommand = (command, callback) => {
      this.turn(false);
      this._onCommand(readCommand(command), () => {
        this.turn(true);
        callback?.();
      });
    };
    parser.on('error', (error) => this.send(421, `Error: ${error.message}`));
    return parser;
  }

  override _parseAddressCommand(name: string, command: Buffer | string) {
    const parsed = super._parseAddressCommand(name, command);
    // What smtp-server answers has the domain in letters where it came as `xn--…`.
    if (parsed) return { ...parsed, address: receivedPath(command.toString()) ?? parsed.address };
    const lenient = lenientPath(command.toString());
    const plain = lenient && super._parseAddressCommand(name, lenient.command);
    return plain ? { ...plain, address: lenient.address } : parsed;
  }

  override handler_EHLO(command: Buffer, callback: Next): void {
    this.pass('ehlo', callback, () => super.handler_EHLO(command, callback));
  }

  override handler_HELO(command: Buffer, callback: Next): void {
    this.pass('ehlo', callback, () => super.handler_HELO(command, callback));
  }

  override handler_DATA(command: Buffer, callback: Next): void {
    this.pass('data', callback, () => super.handler_DATA(command, callback));
  }

  private pass(stage: 'ehlo' | 'data', callback: Next, carryOut: Next): void {
    this._server.gate(this.session, stage, (refusal) => {
      if (refusal === null) return carryOut();
      this.send(refusal.responseCode, refusal.message);
      callback();
    });
  }
}

export class SinkServer extends SMTPServer {
  constructor(
    options: SMTPServerOptions,
    readonly gate: Gate,
    /** Milliseconds since some moment; never goes back. */
    readonly now: () => number,
  ) {
    super(options);
    // Called with each line of every session. What smtp-server puts around it copies all fields for each call.
    if (typeof options.logger === 'object') this.logger = options.logger as typeof this.logger;
  }

  /** Without a certificate of the user STARTTLS is not offered, and making a context from that of smtp-server is for nothing. */
  override updateSecureContext(options?: Parameters<SMTPServer['updateSecureContext']>[0]): void {
    if (this.options.key !== undefined) super.updateSecureContext(options);
  }

  override connect(socket: Socket, options?: Parameters<SMTPServer['connect']>[1]): void {
    this.makeRoom();
    const connection = new SinkConnection(this, socket, options);
    this.connections.add(connection);
    connection.on('error', (error: Error) => this._onError(error));
    connection.on('connect', (info: Parameters<SMTPServer['_onClientConnect']>[0]) =>
      this._onClientConnect(info),
    );
    connection.init();
  }

  /** At the limit the client that has not gone on for longest gives way, so that stalled ones keep nobody out. */
  private makeRoom(): void {
    const { maxClients } = this.options;
    if (!maxClients || this.connections.size < maxClients) return;
    let longest: SinkConnection | null = null;
    for (const one of this.connections as Set<SinkConnection>)
      if (one.awaitedSince < (longest?.awaitedSince ?? Infinity)) longest = one;
    if (!longest || this.now() - longest.awaitedSince < stalledMs) return;
    const seconds = stalledMs / 1000;
    longest.send(
      421,
      `4.4.2 Gave its place to another connection after ${seconds} seconds without going on`,
      false,
    );
  }
}
