/** Places that a search shows at most. */
const MOST = 1_000;

/** Give where words stand in a text, without regard to capitals. */
export function foundIn(text: string, wanted: string): number[] {
  if (!wanted) return [];
  const among = text.toLowerCase();
  const searched = wanted.toLowerCase();
  const found: number[] = [];
  for (
    let at = among.indexOf(searched);
    at >= 0 && found.length < MOST;
    at = among.indexOf(searched, at + searched.length)
  )
    found.push(at);
  return found;
}
