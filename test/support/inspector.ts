import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';

/** The inspector of a process that was started with `inspectFlag` and a pipe as stderr. */
export interface Inspector {
  /** MiB that the process holds after a garbage collection: the heap, and buffers beside it. */
  held(): Promise<number>;
  /** A process does not end by itself while its inspector is open. */
  close(): void;
}

export const inspectFlag = '--inspect=127.0.0.1:0';
/** Lines that the inspector writes to stderr. */
export const inspectorLine =
  /^(?:Debugger (?:listening|attached|ending)|For help, see: https:\/\/nodejs\.org)/;

const heldBytes = '(({ heapUsed, external }) => heapUsed + external)(process.memoryUsage())';

export async function openInspector(child: ChildProcess): Promise<Inspector> {
  const lines = createInterface({ input: child.stderr ?? process.stdin });
  const url = await new Promise<string>((resolve) =>
    lines.on('line', (line) => {
      const [, found] = /^Debugger listening on (ws:\S+)/.exec(line) ?? [];
      if (found !== undefined) resolve(found);
    }),
  );
  const socket = new WebSocket(url);
  await once(socket, 'open');
  let count = 0;
  const send = (method: string, params: object = {}) =>
    new Promise<{ result?: { result?: { value?: number } } }>((resolve) => {
      const id = (count += 1);
      socket.on('message', function take(data: Buffer) {
        const answer = JSON.parse(data.toString()) as { id: number };
        if (answer.id !== id) return;
        socket.off('message', take);
        resolve(answer as object);
      });
      socket.send(JSON.stringify({ id, method, params }));
    });
  return {
    async held() {
      await send('HeapProfiler.collectGarbage');
      const answer = await send('Runtime.evaluate', { expression: heldBytes });
      return (answer.result?.result?.value ?? NaN) / 1024 / 1024;
    },
    close: () => socket.close(),
  };
}
