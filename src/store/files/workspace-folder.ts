import { readdir, rename, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { WorkspaceId } from '../../contract/ids.js';
import { ensureFolder, makeDirectories, removeOwn } from './folder.js';
import type { OwnNames } from './folder.js';
import { kindOf, removePlain } from './plain-file.js';
import { completeMark, isMarked, registeredIn, registerGone, registerName, writeMark } from './register.js';
import { diskError, takenBy } from './store-file-error.js';

/** Files that hold the state. One of them shows that a folder without a mark is a workspace of ours, of an earlier release. */
const stateNames = ['db.json', 'journal.jsonl'];
/** Names that the store writes under in the folder of a workspace. */
const fixedNames = /^(?:db\.json|journal(?:\.\d+)?\.jsonl|mail|search|snapshots)$/;

const mailNames: OwnNames = { files: /^\d{8}\.mail$/ };
const snapshotNames: OwnNames = {
  files: /^(?:about\.json|db\.json(?:(?:\.\d+)?\.tmp)?)$/,
  folders: [[/^mail$/, mailNames]],
};
const workspaceNames: OwnNames = {
  files: /^(?:db\.json|journal(?:\.\d+)?\.jsonl|[\w.]+\.damaged-[\dTZ-]+)$/,
  folders: [[/^search$/, { files: /^(?:texts|signatures)$/ }]],
};

async function isOurs(dir: string): Promise<boolean> {
  if (await isMarked(dir)) return true;
  for (const name of stateNames) if ((await kindOf(join(dir, name))) === 'file') return true;
  return false;
}

/** Marks a folder that was just made. Where that fails, as on a full disk, the folder goes again. */
async function markNew(dir: string): Promise<void> {
  try {
    await writeMark(dir);
  } catch (error) {
    await rmdir(dir).catch(() => undefined);
    throw diskError(dir, 'the folder of a workspace cannot be made', error);
  }
}

/** Makes the folder of a workspace, or finds it. Rejects where its names are taken by what the store did not write. */
export async function openWorkspaceFolder(dir: string): Promise<void> {
  await makeDirectories(dirname(dir));
  if (await ensureFolder(dir)) return markNew(dir);
  if (await isOurs(dir)) return;
  const taken = (await readdir(dir)).find((name) => fixedNames.test(name));
  if (taken === undefined) return;
  throw takenBy(join(dir, taken), 'was not made by maildrone-emulator.');
}

/** Marks a folder as ours once its state could be read, and removes what a kill left in it, raw mail apart. */
export async function takeWorkspaceFolder(dir: string): Promise<void> {
  if (!(await isMarked(dir))) await writeMark(dir);
  completeMark(dir);
  for (const name of await registeredIn(dir))
    if (!mailFolder.test(name) && !keptSnapshot.test(name)) await removeRegistered(dir, name);
}

export const mailFolder = /^mail(?:\.\d+)?$/;
const keptSnapshot = /^snapshots\/.+\.\d+$/;
/** Files that are made for a time. A registered name of another form, such as `db.json`, is one that lost its end. */
const temporaryFile = /^(?:db\.json|search[\\/](?:texts|signatures))(?:\.\d+)?\.tmp$/;

/** Removes something that is registered, with what the store wrote in it. */
export async function removeRegistered(dir: string, name: string): Promise<void> {
  const path = join(dir, name);
  if (mailFolder.test(name)) await removeOwn(path, mailNames);
  else if (name.startsWith('snapshots/')) await removeOwn(path, snapshotNames);
  else if (temporaryFile.test(name)) await removePlain(path);
  registerGone(dir, name);
}

const workspaceFolder = /^ws_[0-9a-z]{8}$/;
const droppedFolder = /^ws_[0-9a-z]{8}\.dropped$/;

/** The workspaces of ours in a folder, besides the default one. Those whose drop a kill cut short are removed. */
export async function listWorkspaces(root: string): Promise<WorkspaceId[]> {
  const found: WorkspaceId[] = [];
  for (const name of await readdir(root)) {
    const dir = join(root, name);
    if ((await kindOf(dir)) !== 'folder') continue;
    if (workspaceFolder.test(name) && (await isOurs(dir))) found.push(name as WorkspaceId);
    if (droppedFolder.test(name) && (await isMarked(dir))) await removeWorkspace(dir);
  }
  return found;
}

/** Removes a workspace: all that the store wrote, and the folder, unless something else is in it. */
export async function dropWorkspaceFolder(dir: string): Promise<void> {
  const dropped = `${dir}.dropped`;
  if (await kindOf(dropped)) return removeWorkspace(dir);
  // Under another name first: half of a workspace must not come back at the next start.
  await rename(dir, dropped);
  await removeWorkspace(dropped);
  // What else is in it is the user's, and stays where it was.
  if (await kindOf(dropped)) await rename(dropped, dir);
}

async function removeWorkspace(dir: string): Promise<void> {
  for (const name of await registeredIn(dir)) await removeRegistered(dir, name);
  await removeOwn(join(dir, 'snapshots'), { files: /^$/ });
  await removePlain(join(dir, registerName));
  await removeOwn(dir, workspaceNames);
}
