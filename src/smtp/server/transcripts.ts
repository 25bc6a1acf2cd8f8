import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { ownText } from '../../contract/text/own-text.js';
import { toIso, toIsoOrNull } from '../../contract/time.js';
import type { Transcript } from '../../contract/transcript.js';

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
  /** Those of a session that has ended are packed: as objects they took most of the memory after much mail. */
  lines: Line[] | string;
  lineCount: number;
  /** What its lines take in an answer, however they are kept. */
  weight: number;
}

type Line = [at: number, from: 'client' | 'server', text: string];

/** Of JSON this long a tenth is left once it is deflated. */
const worthDeflating = 4096;

/** Before deflated bytes, each as a character: JSON of lines begins with a bracket. */
const deflated = '~';

/** As buffers of their own they would lie between what comes and goes, whose pages are not given back then. */
function packed(lines: readonly Line[]): string {
  const json = JSON.stringify(lines);
  if (json.length < worthDeflating) return json;
  return deflated + deflateRawSync(json, { level: 1 }).toString('latin1');
}

function unpacked(text: string): Line[] {
  const json = text.startsWith(deflated)
    ? inflateRawSync(Buffer.from(text.slice(deflated.length), 'latin1')).toString()
    : text;
  return JSON.parse(json) as Line[];
}

const linesOf = ({ lines }: Session): Line[] => (typeof lines === 'string' ? unpacked(lines) : lines);

const weightOf = (lines: readonly Line[]): number =>
  lines.reduce((sum, [, , text]) => sum + text.length + weightOfLine, 0);

const toTranscript = (session: Session): Transcript => ({
  id: session.id,
  workspace: session.workspace,
  client: session.client,
  started_at: toIso(session.started_at),
  ended_at: toIsoOrNull(session.ended_at),
  lines: linesOf(session).map(([at, from, text]) => ({ at: toIso(at), from, text })),
});

/** `nowIn` is the time of a workspace. */
export function createTranscripts(nowIn: (workspace: string) => number): Transcripts {
  const sessions = new Map<string, Session>();
  let characters = 0;

  function weigh(session: Session, weight: number) {
    characters += weight - session.weight;
    session.weight = weight;
  }
  function cut(session: Session, from: number, count: number) {
    const lines = linesOf(session).toSpliced(from, count);
    session.lineCount = lines.length;
    session.lines = typeof session.lines === 'string' ? packed(lines) : lines;
    weigh(session, weightOf(lines));
  }
  function forgetOldest() {
    for (const session of sessions.values()) {
      if (characters <= maxCharacters) return;
      const middle = session.lineCount - 2 * endLines;
      if (middle > 0) cut(session, endLines, middle);
    }
  }
  return {
    open(id, client) {
      const workspace = 'default';
      const session = { id, workspace, client, started_at: nowIn(workspace), ended_at: null };
      sessions.set(id, { ...session, lines: [], lineCount: 0, weight: 0 });
      for (const oldest of sessions.keys()) {
        if (sessions.size <= kept) break;
        characters -= sessions.get(oldest)?.weight ?? 0;
        sessions.delete(oldest);
      }
    },
    log(id, from, text) {
      const session = sessions.get(id);
      if (!session || typeof session.lines === 'string') return;
      if (session.lineCount >= maxLines) cut(session, opening, dropped);
      const line: Line = [nowIn(session.workspace), from, ownText(text, maxLineLength)];
      session.lineCount = session.lines.push(line);
      weigh(session, session.weight + weightOf([line]));
      if (characters > maxCharacters) forgetOldest();
    },
    assign(id, workspace) {
      const session = sessions.get(id);
      if (!session) return;
      session.workspace = workspace;
      // What was said before the login was said on its clock too.
      const now = nowIn(workspace);
      session.started_at = now;
      if (typeof session.lines !== 'string') for (const line of session.lines) line[0] = now;
    },
    close(id) {
      const session = sessions.get(id);
      if (!session) return;
      session.ended_at = nowIn(session.workspace);
      session.lines = packed(linesOf(session));
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
