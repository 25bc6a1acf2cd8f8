import { ownText } from '../../contract/own-text.js';
import type { Timers } from '../../core/time/clock.js';
import type { Transcript } from '../../core/services.js';

/** Transcripts of sessions: the last 500 are kept, rejected ones too. */
export interface Transcripts {
  open(id: string, client: string): void;
  log(id: string, from: 'client' | 'server', text: string): void;
  /** Says whose session it is, once that is known. */
  assign(id: string, workspace: string): void;
  close(id: string): void;
  get(id: string): Transcript | undefined;
  list(workspace: string): Transcript[];
}

const kept = 500;
// A connection may carry thousands of mails: its opening stays, and the latest lines.
const maxLines = 1000;
const opening = 20;
const dropped = 200;
const maxLineLength = 1000;
/** What all transcripts may hold together, in characters; beyond it those of the oldest sessions lose their middle. */
const maxCharacters = 16 * 1024 * 1024;
/** What a line costs besides its text. */
const weightOfLine = 100;
/** Lines at either end of a session that always stay. */
const endLines = 20;

/** As it is kept: its times as numbers, since a busy session has thousands of lines that nobody may ever read. */
interface Session {
  id: string;
  workspace: string;
  client: string;
  started_at: number;
  ended_at: number | null;
  lines: Line[];
}

interface Line {
  at: number;
  from: 'client' | 'server';
  text: string;
}

const weightOf = (lines: readonly Line[]): number =>
  lines.reduce((sum, { text }) => sum + text.length + weightOfLine, 0);

const iso = (at: number): string => new Date(at).toISOString();
const toTranscript = (session: Session): Transcript => ({
  ...session,
  started_at: iso(session.started_at),
  ended_at: session.ended_at === null ? null : iso(session.ended_at),
  lines: session.lines.map(({ at, from, text }) => ({ at: iso(at), from, text })),
});

export function createTranscripts(timers: Timers): Transcripts {
  const sessions = new Map<string, Session>();
  const { now } = timers;
  let characters = 0;

  function cut(session: Session, from: number, count: number) {
    characters -= weightOf(session.lines.splice(from, count));
  }
  function forgetOldest() {
    for (const session of sessions.values()) {
      if (characters <= maxCharacters) return;
      const middle = session.lines.length - 2 * endLines;
      if (middle > 0) cut(session, endLines, middle);
    }
  }
  return {
    open(id, client) {
      sessions.set(id, { id, workspace: 'default', client, started_at: now(), ended_at: null, lines: [] });
      for (const oldest of sessions.keys()) {
        if (sessions.size <= kept) break;
        characters -= weightOf(sessions.get(oldest)?.lines ?? []);
        sessions.delete(oldest);
      }
    },
    log(id, from, text) {
      const session = sessions.get(id);
      if (!session) return;
      if (session.lines.length >= maxLines) cut(session, opening, dropped);
      const line = { at: now(), from, text: ownText(text, maxLineLength) };
      session.lines.push(line);
      characters += weightOf([line]);
      if (characters > maxCharacters) forgetOldest();
    },
    assign(id, workspace) {
      const session = sessions.get(id);
      if (session) session.workspace = workspace;
    },
    close(id) {
      const session = sessions.get(id);
      if (session) session.ended_at = now();
    },
    get(id) {
      const session = sessions.get(id);
      return session && toTranscript(session);
    },
    list: (workspace) =>
      [...sessions.values()]
        .filter((session) => session.workspace === workspace)
        .map(toTranscript)
        .reverse(),
  };
}
