/** A row of a CSV file: the line of the file on which it begins, since cells may have several, and its cells, trimmed. */
export interface CsvLine {
  line: number;
  cells: string[];
}

/** The lines of a CSV file, the heading first, slice by slice. Throws a 400 on `csv` with the line of what is no CSV. */
export type ReadCsv = (text: string) => AsyncIterable<CsvLine[]>;
