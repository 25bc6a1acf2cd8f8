/** So many of a kind: "1 contact", "1,200 contacts". */
export const countWords = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString()} ${count === 1 ? one : many}`;
