export interface Waiting {
  /** How many; 1 unless given. */
  count?: number;
  /** Real milliseconds; 4000 unless given, at most 60000. */
  timeout?: number;
}
