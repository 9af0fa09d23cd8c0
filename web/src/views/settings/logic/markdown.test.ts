import { expect, it } from "vitest";
import { markdownTable } from "./markdown";

it("writes rows as a table whose cells no name can break", () => {
  const written = markdownTable(
    ["name", "used"],
    [
      ["a|b\n# c", null],
      ["<img>", true],
    ],
  );
  expect(written.split("\n")).toEqual([
    "| name | used |",
    "| --- | --- |",
    "| a\\|b # c |  |",
    "| \\<img\\> | true |",
    "",
  ]);
});
