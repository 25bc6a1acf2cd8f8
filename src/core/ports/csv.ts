/** A line of a CSV file: its number in the file and its cells, trimmed. */
export interface CsvLine {
  line: number;
  cells: string[];
}

/** The lines of a CSV file, the heading first, slice by slice. Throws a 400 on `csv` with the line of what is no CSV. */
export type ReadCsv = (text: string) => AsyncIterable<CsvLine[]>;
