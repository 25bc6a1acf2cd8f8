import { request } from 'node:http';
import type { Agent, IncomingHttpHeaders } from 'node:http';

export interface HeadAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A call with headers that `fetch` does not let a program set, such as `Host` and several of one name. */
export const requestWith = (
  url: string,
  options: {
    method: string;
    path: string;
    headers: Record<string, string | string[]>;
    agent: Agent;
    body?: string;
  },
): Promise<HeadAnswer> =>
  new Promise((resolve, reject) => {
    const call = request(url, { ...options, setHost: options.headers.Host === undefined }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
      response.on('error', reject);
    });
    call.on('error', reject);
    call.end(options.body);
  });
