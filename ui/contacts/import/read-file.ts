/** A file as text, and what it was read as where that is not UTF-8. */
export interface ReadText {
  name: string;
  text: string;
  note: string | null;
}

/** Reads a file as UTF-8, or else as Windows-1252, which takes any bytes: old spreadsheets write it. */
export async function readText(file: File): Promise<ReadText> {
  const bytes = await file.arrayBuffer();
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { name: file.name, text, note: null };
  } catch {
    const text = new TextDecoder('windows-1252').decode(bytes);
    return {
      name: file.name,
      text,
      note: 'It is not UTF-8 and was read as Windows-1252: look at the examples.',
    };
  }
}
