import { expect, it } from "vitest";
import { Problem } from "@/api/problem";
import { told } from "./fields";

const misfits = (...errors: [string, string][]) =>
  new Problem(
    422,
    "does not fit",
    "body.name: too long",
    "",
    errors.map(([where, what]) => ({ where, what })),
  );

it("tells what does not fit at the field it is about", () => {
  const said = told(misfits(["body.name", "too long"]), ["name", "roles"]);
  expect(said).toEqual({ of: { name: "too long" }, rest: "" });
});

it("tells what is wrong with one of several values at their field", () => {
  const said = told(misfits(["body.roles.0", "no role"], ["body.roles.3", "too long"]), ["roles"]);
  expect(said.of).toEqual({ roles: "no role; too long" });
});

it("tells what belongs to no field with its place", () => {
  expect(told(misfits(["query.limit", "too much"]), ["name"]).rest).toBe("query.limit: too much");
});

it("tells a refusal without fields in the server's words", () => {
  expect(told(new Problem(400, "can't be used", "12 letters at least"), ["new"]).rest).toBe(
    "12 letters at least",
  );
});

it("tells a refused proof at the field where it was typed", () => {
  const wrong = new Problem(403, "not allowed", "the password is wrong");
  expect(told(wrong, ["password"], "password").of).toEqual({ password: "the password is wrong" });
  expect(told(wrong, ["password"]).rest).toBe("the password is wrong");
});

it("tells nothing where nothing went wrong", () => {
  expect(told(null, ["name"])).toEqual({ of: {}, rest: "" });
});
