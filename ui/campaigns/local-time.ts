const two = (number: number): string => String(number).padStart(2, '0');

/** A moment as a field of type `datetime-local` has it, in the zone of the browser. */
export function localTimeOf(at: number): string {
  const date = new Date(at);
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The moment of such a field, as the API takes it; null where it is empty or no time. */
export function isoTimeOf(local: string): string | null {
  const at = Date.parse(local);
  return Number.isNaN(at) ? null : new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}
