// Thousands of files are written and read. Nothing else is under way, and without promises that costs half as much.
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MessageId } from '../../src/contract/ids.js';
import { openFileBlobs } from '../../src/store/mail/file-blobs.js';
import { useDirectory } from '../support/process.js';

const fileName = '00000001.mail';
const idOf = (n: number): MessageId => `email_0000000${n}`;
const bodies = [
  'Subject: first\r\n\r\nshort',
  'Subject: ends in line ends\r\n\r\n\r\n\n\n',
  // Text that looks like heads, of a mail that is known too, and bytes of no charset.
  `Subject: hostile\r\n\r\n${idOf(1)} 5\nhello\nemail_aaaaaaaa 3\nabc\n\0\xff\xfe${idOf(5)} 4:00000000:00000000\n`,
  '',
  'x'.repeat(40),
  'Subject: last\r\n\r\nlast',
].map((text) => Buffer.from(text, 'latin1'));
const known = new Map(bodies.map((raw, n) => [idOf(n), raw.length]));

interface Sample {
  bytes: Buffer;
  /** Where each mail ends, with its line end. */
  ends: number[];
}

const hex = (sum: number) => sum.toString(16).padStart(8, '0');
function encode(heads: (raw: Buffer, n: number) => string): Sample {
  const pieces = bodies.map((raw, n) => Buffer.concat([Buffer.from(heads(raw, n)), raw, Buffer.from('\n')]));
  const ends = pieces.map((_, n) => Buffer.concat(pieces.slice(0, n + 1)).length);
  return { bytes: Buffer.concat(pieces), ends };
}
/** Written by hand, so that what stands on disk is a promise and no accident of the code. */
const present = encode((raw, n) => {
  const facts = `${idOf(n)} ${raw.length}:${hex(crc32(raw))}`;
  return `${facts}:${hex(crc32(facts))}\n`;
});
const former = encode((raw, n) => `${idOf(n)} ${raw.length}\n`);

let dir: string;
let count = 0;
/** A workspace whose one mail file holds these bytes. It takes the place of the one before: to remove folders is slow. */
function useWorkspace(bytes: Buffer): string {
  count += 1;
  const workspace = join(dir, 'default');
  mkdirSync(join(workspace, 'mail'), { recursive: true });
  for (const folder of [workspace, join(workspace, 'mail')])
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (!entry.isDirectory()) unlinkSync(join(folder, entry.name));
  writeFileSync(join(workspace, 'mail', fileName), bytes);
  return workspace;
}

/** Opens the mail, reads all of it, and closes it. */
async function open(workspace: string) {
  const log: string[] = [];
  const blobs = await openFileBlobs({
    dir: workspace,
    current: 'mail',
    known,
    log: (_level, line) => log.push(line),
  });
  const mails: (Buffer | null)[] = [];
  for (let n = 0; n < bodies.length; n += 1) mails.push(await blobs.get(idOf(n)));
  await blobs.close();
  return { log, mails };
}
const filesIn = (workspace: string): string[] => [
  ...readdirSync(workspace)
    .filter((name) => name.includes('.damaged-'))
    .map((name) => join(workspace, name)),
  ...readdirSync(join(workspace, 'mail')).map((name) => join(workspace, 'mail', name)),
];

interface Expected {
  /** The mails that must be served as they were. */
  served: number[];
  /** Whether something must be logged that names the file, or its folder where a part of it is gone. */
  isNoticed: boolean;
}

async function requireUnharmed(damaged: Buffer, { served, isNoticed }: Expected, what: string) {
  const workspace = useWorkspace(damaged);
  // Another start changes nothing more; it is tried now and then.
  for (const start of count % 8 === 0 ? [1, 2] : [1]) {
    const { log, mails } = await open(workspace);
    for (const n of served)
      if (!mails[n]?.equals(bodies[n] ?? Buffer.alloc(0)))
        expect.fail(`${what}, start ${start}: mail ${n} is lost`);
    if (isNoticed && start === 1 && !log.some((line) => line.includes(join(workspace, 'mail'))))
      expect.fail(`${what}: nothing is logged`);
    if (!filesIn(workspace).some((path) => readFileSync(path).equals(damaged)))
      expect.fail(`${what}, start ${start}: its bytes are gone`);
  }
  expect(filesIn(workspace).filter((path) => path.includes('.damaged-')).length).toBeLessThanOrEqual(1);
}

/** All but the mails that the bytes from `from` to `to` belong to. */
const othersThan = ({ ends }: Sample, from: number, to = from + 1): number[] =>
  ends.flatMap((end, n) => {
    const start = ends[n - 1] ?? 0;
    return end <= from || start >= to ? [n] : [];
  });
const inBody = ({ ends }: Sample, at: number): boolean =>
  ends.some((end, n) => at < end - 1 && at >= end - 1 - (bodies[n]?.length ?? 0));

describe.each([
  ['of this release', present],
  ['of an earlier release', former],
])('a mail file %s', (_name, sample) => {
  const { bytes, ends } = sample;
  const isFormer = sample === former;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'maildrone-damage-'));
    return () => rmSync(dir, { recursive: true, force: true });
  });

  it('is read as it is when nothing is wrong with it', async () => {
    const workspace = useWorkspace(bytes);
    const { log, mails } = await open(workspace);
    expect(log).toEqual([]);
    expect(mails).toEqual(bodies);
    expect(filesIn(workspace)).toEqual([join(workspace, 'mail', fileName)]);
  });

  it.each([0x01, 0xa4])('any byte changed by %i', async (mask) => {
    for (let at = 0; at < bytes.length; at += 1) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ mask;
      const isNoticed = !(isFormer && inBody(sample, at));
      await requireUnharmed(damaged, { served: othersThan(sample, at), isNoticed }, `byte ${at}`);
    }
  });

  it('cut off at any place', async () => {
    for (let at = 0; at < bytes.length; at += 1) {
      const served = ends.flatMap((end, n) => (end <= at ? [n] : []));
      await requireUnharmed(bytes.subarray(0, at), { served, isNoticed: true }, `cut at ${at}`);
    }
  });

  it.each([
    ['a line end', '\n'],
    ['what looks like a head', 'email_bbbbbbbb 2\n'],
  ])('%s inserted at any place', async (_what, text) => {
    // At the end it would be a last write that a kill cut off.
    for (let at = 0; at < bytes.length; at += 1) {
      const damaged = Buffer.concat([bytes.subarray(0, at), Buffer.from(text), bytes.subarray(at)]);
      await requireUnharmed(
        damaged,
        { served: othersThan(sample, at), isNoticed: !isFormer },
        `insert at ${at}`,
      );
    }
  });

  it('a byte taken out at any place', async () => {
    for (let at = 0; at < bytes.length; at += 1) {
      const damaged = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
      await requireUnharmed(
        damaged,
        { served: othersThan(sample, at), isNoticed: !isFormer },
        `without ${at}`,
      );
    }
  });

  it.each([1, 60])('%i bytes filled with zeros at any place', async (length) => {
    for (let at = 0; at < bytes.length; at += 3) {
      const damaged = Buffer.from(bytes).fill(0, at, Math.min(at + length, bytes.length));
      if (damaged.equals(bytes)) continue;
      await requireUnharmed(
        damaged,
        { served: othersThan(sample, at, at + length), isNoticed: !isFormer },
        `zeros from ${at}`,
      );
    }
  });

  it.each([30])('%i bytes doubled at any place', async (length) => {
    for (let at = 0; at < bytes.length; at += 3) {
      const damaged = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
      await requireUnharmed(
        damaged,
        { served: othersThan(sample, at + Math.min(length, bytes.length - at)), isNoticed: false },
        `doubled from ${at}`,
      );
    }
  });

  it('a mail that stands in it twice', async () => {
    const twice = Buffer.concat([bytes, bytes.subarray(ends[0], ends[2])]);
    await requireUnharmed(twice, { served: othersThan(sample, bytes.length), isNoticed: false }, 'twice');
  });

  it('a last write that a kill cut off is taken off, and nothing else', async () => {
    const raw = Buffer.from('Subject: on its way\r\n\r\nhello');
    const facts = `email_zzzzzzzz ${raw.length}:${hex(crc32(raw))}`;
    const head = isFormer ? `email_zzzzzzzz ${raw.length}\n` : `${facts}:${hex(crc32(facts))}\n`;
    const record = Buffer.concat([Buffer.from(head), raw, Buffer.from('\n')]);
    for (let length = 1; length < record.length; length += 1) {
      const workspace = useWorkspace(Buffer.concat([bytes, record.subarray(0, length)]));
      const { log, mails } = await open(workspace);
      expect(mails).toEqual(bodies);
      expect(log).toEqual([
        expect.stringContaining(`${fileName}: dropped a torn last mail of ${length} bytes`),
      ]);
      expect(filesIn(workspace)).toEqual([join(workspace, 'mail', fileName)]);
      expect(readFileSync(join(workspace, 'mail', fileName)).equals(bytes)).toBe(true);
    }
  });

  it('the same where an acknowledged mail is missing is damage', async () => {
    const cut = Buffer.concat([bytes.subarray(ends[0]), Buffer.from('email_zzzzzzzz 17')]);
    await requireUnharmed(cut, { served: [1, 2, 3, 4, 5], isNoticed: true }, 'cut with a mail missing');
  });
});

it('a folder that holds more than mail files is read, and what else is in it stays', async () => {
  dir = await useDirectory();
  const workspace = useWorkspace(present.bytes);
  writeFileSync(join(workspace, 'mail', '00000007.mail'), 'notes of the user, which are no mail');
  mkdirSync(join(workspace, 'mail', '00000009.mail'));
  const { log, mails } = await open(workspace);
  expect(mails).toEqual(bodies);
  expect(log).toEqual([
    expect.stringMatching(
      /00000007\.mail: is no mail from byte 0 on; the file is kept as .*mail\.7\.damaged-/,
    ),
  ]);
  const names = readdirSync(workspace);
  const aside = names.find((name) => name.startsWith('mail.7.damaged-')) ?? '';
  expect(readFileSync(join(workspace, aside), 'utf8')).toContain('notes of the user');
  expect(readdirSync(join(workspace, 'mail'))).toEqual([fileName, '00000009.mail']);
});
