/** More matches than this are not marked: they help nobody. */
export const mostMatches = 2000;

/** Where a text stands in another, without regard to case. */
export function placesOf(text: string, query: string): number[] {
  if (query === '') return [];
  const pattern = new RegExp(query.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'giu');
  const places: number[] = [];
  for (const { index } of text.matchAll(pattern)) {
    places.push(index);
    if (places.length === mostMatches) break;
  }
  return places;
}

/** The text nodes of an element, and where each begins in its text. */
function textNodesOf(root: Node): { nodes: Text[]; starts: number[] } {
  const nodes: Text[] = [];
  const starts: number[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let length = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!(node instanceof Text)) continue;
    nodes.push(node);
    starts.push(length);
    length += node.length;
  }
  return { nodes, starts };
}

/** Ranges in an element for places in its text; places are in order. */
export function rangesOf(root: Node, places: readonly number[], length: number): Range[] {
  const { nodes, starts } = textNodesOf(root);
  let at = 0;
  const boundary = (place: number, isEnd: boolean): [Text, number] | null => {
    const reach = isEnd ? place - 1 : place;
    while (at > 0 && (starts[at] ?? 0) > reach) at -= 1;
    while (at + 1 < nodes.length && (starts[at + 1] ?? Infinity) <= reach) at += 1;
    const node = nodes[at];
    return node ? [node, place - (starts[at] ?? 0)] : null;
  };
  return places.flatMap((place) => {
    const start = boundary(place, false);
    const end = boundary(place + length, true);
    if (!start || !end) return [];
    const range = document.createRange();
    range.setStart(start[0], start[1]);
    range.setEnd(end[0], end[1]);
    return [range];
  });
}
