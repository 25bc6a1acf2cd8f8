import type { Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { SMTPConnection } from 'smtp-server/lib/smtp-connection.js';

const ownStatus = /^\d\.\d{1,3}\.\d{1,3} /;

/**
 * smtp-server waits a fixed 100 ms before each greeting to catch clients that talk too soon. A sandbox has no spammers
 * to catch, and programs that open one connection per mail would pay it every time: so the greeting goes out at once.
 */
class PromptConnection extends SMTPConnection {
  override init(): void {
    this._setListeners(() => {
      const { maxClients } = this._server.options;
      if (maxClients && this._server.connections.size > maxClients) {
        this.send(421, `${this.name} Too many connected clients, try again in a moment`, false);
        return;
      }
      this.connectionReady();
    });
  }

  /** A reply that brings its own enhanced status (5.7.1 …) must not get the code's usual one in front of it. */
  override send(code: number, data?: string | string[], context?: string | false): void {
    super.send(code, data, typeof data === 'string' && ownStatus.test(data) ? false : context);
  }
}

export class PromptServer extends SMTPServer {
  override connect(socket: Socket, options?: Parameters<SMTPServer['connect']>[1]): void {
    const connection = new PromptConnection(this, socket, options);
    this.connections.add(connection);
    connection.on('error', (error: Error) => this._onError(error));
    connection.on('connect', (info: Parameters<SMTPServer['_onClientConnect']>[0]) =>
      this._onClientConnect(info),
    );
    connection.init();
  }
}
