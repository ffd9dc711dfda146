import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { openStore } from "../../../local/store/sqlite-store.ts";
import { temporaryDirectory } from "./temporary.ts";

describe("store", () => {
  test("a value that was put, then the store opened again without a close: the value is there", () => {
    const directory = temporaryDirectory();
    openStore(directory).put("kind", "a", { n: 1 });
    const again = openStore(directory);
    expect(again.get("kind", "a")).toEqual({ n: 1 });
    expect(again.get("other", "a")).toBeUndefined();
  });

  test("values of one kind: listed by id, without those that were deleted", () => {
    const store = openStore(temporaryDirectory());
    for (const id of ["b", "a", "c"]) store.put("kind", id, id);
    store.delete("kind", "b");
    expect(store.list("kind")).toEqual([
      { id: "a", value: "a" },
      { id: "c", value: "c" },
    ]);
  });

  test("a transaction that throws: none of its writes remain, and the store goes on", () => {
    const store = openStore(temporaryDirectory());
    const failing = () =>
      store.transaction(() => {
        store.put("kind", "a", 1);
        store.transaction(() => store.put("kind", "b", 2));
        throw new Error("no");
      });
    expect(failing).toThrow("no");
    expect(store.list("kind")).toEqual([]);
    store.put("kind", "c", 3);
    expect(store.get("kind", "c")).toBe(3);
  });

  test("a disk without room: one sentence that says so", () => {
    const directory = temporaryDirectory();
    const store = openStore(directory);
    store.database.exec("PRAGMA max_page_count = 10");
    const fill = () => store.put("kind", "big", "x".repeat(100_000));
    expect(fill).toThrow(`Le disque est plein\u202f: libérez de la place pour ${directory}, puis relancez.`);
  });

  test("a database that cannot be opened: one sentence that names the directory", () => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, "cloud.sqlite"));
    expect(() => openStore(directory)).toThrow(/^Impossible d'écrire dans .*vérifiez les droits/);
  });
});
