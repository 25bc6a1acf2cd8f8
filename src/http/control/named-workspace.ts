import type { IncomingMessage } from 'node:http';
import { invalidField } from '../../contract/errors.js';

/** The workspace that a control call names, by header or query; `default` without either. */
export function namedWorkspace({ headers }: IncomingMessage, query: URLSearchParams): string {
  return headerOf(headers) ?? query.get('workspace') ?? 'default';
}

/** Throws a 400 for a workspace that is named twice: by two headers or parameters, or by one of each that differ. */
export function requireOneWorkspace({ headers }: IncomingMessage, query: URLSearchParams): void {
  const header = headerOf(headers);
  // Node joins two; no workspace has a comma in its id.
  if (header?.includes(',')) throw invalidField('X-Emulator-Workspace', 'Expected this header once');
  const [named, another] = query.getAll('workspace');
  if (another !== undefined) throw invalidField('workspace', 'Expected this parameter once');
  if (header !== undefined && named !== undefined && named !== header)
    throw invalidField('workspace', 'Expected the workspace that the header X-Emulator-Workspace names');
}

const headerOf = (headers: IncomingMessage['headers']): string | undefined =>
  headers['x-emulator-workspace']?.toString();
