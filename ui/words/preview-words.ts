/** The characters to which the emulator cuts the preview of a mail. */
const longest = 140;

/** The preview of a mail, which ends in "…" after a whole word where it was cut. */
export const previewWords = (preview: string): string =>
  Array.from(preview).length < longest ? preview : `${preview.replace(/\s+\S*$/, '')}…`;
