/** Lines on top of each other. */

type Line = readonly (number | null | undefined)[];

/**
 * Add each line to those below it. A moment at which any part is unknown is unknown in all above:
 * a stack without one of its parts would stand too low and look like a fact.
 */
export function stacked(lines: readonly Line[]): (number | null | undefined)[][] {
  const made: (number | null | undefined)[][] = [];
  for (const line of lines) {
    const below = made.at(-1);
    made.push(
      line.map((value, at) => {
        if (!below) return value;
        const under = below[at];
        if (under === null || value === null) return null;
        return under === undefined || value === undefined ? undefined : under + value;
      }),
    );
  }
  return made;
}
