import { expect, it } from "vitest";
import { escaped, fenced, tabled } from "./markdown";

it("lets no name become an element, a link or a new line", () => {
  expect(escaped("<img src=x>\n# [a](b) | `c`")).toBe("\\<img src=x\\> \\# \\[a\\](b) \\| \\`c\\`");
});

it("closes no fence within the code", () => {
  expect(fenced("echo '```'", "sh")).toBe("````sh\necho '```'\n````");
});

it("keeps each cell in its column", () => {
  expect(tabled(["host", "score"], [["a|b", "90"]])).toBe(
    "| host | score |\n| --- | --- |\n| a\\|b | 90 |",
  );
});
