/**
 * Does something for each item, one after the other: one that fails keeps none of those behind it waiting. What failed
 * first is thrown in the end, so that the run counts as failed and is made again.
 */
export async function eachItem<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const failures: unknown[] = [];
  for await (const item of items) {
    try {
      await work(item);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} items failed`, { cause: failures[0] });
}
