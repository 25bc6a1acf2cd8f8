import type { Header } from '../../../../../src/contract/message.js';

/** What a mailbox needs to offer one click to unsubscribe (RFC 8058). */
export interface OneClick {
  /** All that the header names, in order. */
  targets: readonly string[];
  /** The first web address among them, to which a mailbox posts; null without one. */
  web: string | null;
  /** What `List-Unsubscribe-Post` says; null where it is missing. */
  post: string | null;
}

export const oneClickBody = 'List-Unsubscribe=One-Click';

export function readOneClick(header: string, headers: readonly Header[]): OneClick {
  const targets = [...header.matchAll(/<([^<>]*)>/g)].map(([, target = '']) => target.replace(/\s/g, ''));
  const post = headers.find(({ name }) => name.toLowerCase() === 'list-unsubscribe-post')?.value ?? null;
  return { targets, web: targets.find((target) => /^https?:\/\//i.test(target)) ?? null, post };
}

/** The origin of a URL, by one name for all that mean this machine. */
function originOf(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, hostname, port } = new URL(url);
  const isLoopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  return `${protocol}//${isLoopback ? 'localhost' : hostname}:${port}`;
}

/**
 * Where our own server answers a link of its own making, whatever name the mail calls it by; null for any other link.
 * `own` are addresses of this emulator.
 */
export function ownPathOf(url: string, own: readonly string[]): string | null {
  const origin = originOf(url);
  if (origin === null || !own.some((address) => originOf(address) === origin)) return null;
  return /\/t\/u\/[\w-]{30}$/.exec(new URL(url).pathname)?.[0] ?? null;
}

/** What came back. */
export interface OneClickAnswer {
  status: number;
  ms: number;
  /** The heading of the page; empty where there is none. */
  heading: string;
}

/** Posts as a mailbox provider does: without cookies, following no redirect. */
export async function postOneClick(path: string): Promise<OneClickAnswer> {
  const started = performance.now();
  const response = await fetch(path, {
    method: 'POST',
    body: new URLSearchParams(oneClickBody),
    credentials: 'omit',
    redirect: 'manual',
  });
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const ms = Math.round(performance.now() - started);
  return { status: response.status, ms, heading: page.querySelector('h1')?.textContent.trim() ?? '' };
}
