/** The middle of some figures. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** Prints rows in columns; figures to the right. */
export function table(title: string, head: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const all = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ");
  console.log([title, ...all.map(line), ""].join("\n"));
}

/** What a ratio should be: no less than one bound, no more than the other. */
type Aim = { readonly atLeast?: number; readonly atMost?: number };

/** Prints a ratio with its aim, and says so when it is missed. */
export function ratioLine(name: string, ratio: number, { atLeast, atMost }: Aim): void {
  // A ratio that prints as its bound has reached it.
  const shown = Number(ratio.toFixed(2));
  const met = shown >= (atLeast ?? shown) && shown <= (atMost ?? shown);
  const aims = [atLeast === undefined ? [] : [`≥ ${atLeast}`], atMost === undefined ? [] : [`≤ ${atMost}`]].flat();
  console.log(`${met ? "met   " : "MISSED"} ${name}: ${shown.toFixed(2)} (aim ${aims.join(" and ")})`);
}
