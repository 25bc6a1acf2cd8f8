/** Marks, embeddings, overrides and isolates of direction, and line ends: invisible, and they move what stands beside them. */
const unseen = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\p{Cc}\u2028\u2029]/gu;
const lastPart = /^(.+?)(\.[^.\s]{1,12})$/su;

/** A file's name in two, so that it cannot look like another: "report" and ".pdf". What is unseen shows as a mark. */
export function splitFileName(name: string): { stem: string; extension: string } {
  const shown = name.replace(unseen, '\ufffd');
  const [, stem = shown, extension = ''] = lastPart.exec(shown) ?? [];
  return { stem, extension };
}
